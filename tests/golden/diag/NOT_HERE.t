prog    begin { print(args.fd); print(arg0); print(retval); }
expect  <arg>:1:15: error: 'args' is not available in begin probes
            begin { print(args.fd); print(arg0); print(retval); }
                          ^~~~
            hint: it is carried by tracepoint, rawtracepoint, fentry, fexit and kprobe probes
        <arg>:1:31: error: 'arg0' is not available in begin probes
            begin { print(args.fd); print(arg0); print(retval); }
                                          ^~~~
            hint: it is carried by kprobe, uprobe, usdt and rawtracepoint probes
        <arg>:1:44: error: 'retval' is not available in begin probes
            begin { print(args.fd); print(arg0); print(retval); }
                                                       ^~~~~~
            hint: it is what a function returned, in kretprobe, fexit and uretprobe probes; a system call's is args.ret of its sys_exit tracepoint
