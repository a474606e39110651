prog    tracepoint:sched:$1 { }
flags   portable
expect  <arg>:1:18: error: which probe it is depends on parameter $1, which is not known before the image runs
            tracepoint:sched:$1 { }
                             ^~
            hint: write the name of the probe, or a wildcard, which is resolved when it runs
