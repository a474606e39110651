prog    interval:s:1 { print(func); }
        uretprobe:/bin/bash:readline { print(func); }
expect  <arg>:1:22: error: 'func' is not available in interval probes
            interval:s:1 { print(func); }
                                 ^~~~
            hint: it is the function of kprobe, kretprobe, fentry, fexit and uprobe probes
        <arg>:2:38: error: 'func' is not available in uretprobe probes
            uretprobe:/bin/bash:readline { print(func); }
                                                 ^~~~
            hint: it is the function of kprobe, kretprobe, fentry, fexit and uprobe probes
