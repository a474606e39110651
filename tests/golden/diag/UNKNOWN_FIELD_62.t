prog    rawtracepoint:sched_switch { print(arg1.pid); print(args.prev.pidd); }
expect  <arg>:1:41: error: 'pid' is no field: uint64 has none
            rawtracepoint:sched_switch { print(arg1.pid); print(args.prev.pidd); }
                                                    ^~~
            hint: cast it to a pointer first: ((struct NAME *)...).pid
        <arg>:1:63: error: 'pidd' is no field of 'struct task_struct'
            rawtracepoint:sched_switch { print(arg1.pid); print(args.prev.pidd); }
                                                                          ^~~~
            hint: did you mean 'pid'?
