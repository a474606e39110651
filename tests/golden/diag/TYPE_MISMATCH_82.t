# one value for the arguments of two probes
prog    tracepoint:sched:sched_switch, tracepoint:sched:sched_wakeup { print(args); }
expect  <arg>:1:70: error: 'args' of 'tracepoint:sched:sched_wakeup' has other fields than that of 'tracepoint:sched:sched_switch'
            tracepoint:sched:sched_switch, tracepoint:sched:sched_wakeup { print(args); }
                                                                                 ^~~~
            hint: use its fields, one by one, or write a body for each
