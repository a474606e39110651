prog    watchpoint:$1:8:w { }
flags   portable
expect  <arg>:1:12: error: which probe it is depends on parameter $1, which is not known before the image runs, and this machine has no probe that could stand for it
            watchpoint:$1:8:w { }
                       ^~
            hint: write the name of the probe, or a wildcard, which is resolved when it runs
