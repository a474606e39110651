prog    interval:s:1 { print(func); }
expect  <arg>:1:22: error: 'func' is not available in interval probes
            interval:s:1 { print(func); }
                                 ^~~~
            hint: it is the function of kprobe, kretprobe, fentry and fexit probes; that of user probes is not there yet
