prog    iter:task { print(reg("ip")); print(args.x); }
expect  <arg>:1:19: error: 'reg' is not available in iter probes
            iter:task { print(reg("ip")); print(args.x); }
                              ^~~~~~~~~
            hint: registers are carried by kprobe, uprobe, profile and software probes
        <arg>:1:37: error: 'args' is not available in iter probes
            iter:task { print(reg("ip")); print(args.x); }
                                                ^~~~
            hint: it is carried by tracepoint, rawtracepoint, fentry, fexit and kprobe probes
