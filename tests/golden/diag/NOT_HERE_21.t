prog    begin { print(retval); }
expect  <arg>:1:15: error: 'retval' is not available in begin probes
            begin { print(retval); }
                          ^~~~~~
            hint: it is what a function returned, in kretprobe, fexit and uretprobe probes; a system call's is args.ret of its sys_exit tracepoint
