prog    begin { print(args.fd); }
expect  <arg>:1:15: error: 'args' is not available in begin probes
            begin { print(args.fd); }
                          ^~~~
            hint: it is carried by tracepoint, rawtracepoint, fentry, fexit and kprobe probes
