prog    uretprobe:/bin/bash:main { print(sarg0); } begin { print(sarg11); }
expect  <arg>:1:34: error: 'sarg0' is not available in uretprobe probes
            uretprobe:/bin/bash:main { print(sarg0); } begin { print(sarg11); }
                                             ^~~~~
            hint: arguments are on the stack where a function is entered: in kprobe and uprobe probes
        <arg>:1:58: error: 'sarg11' is not available in begin probes
            uretprobe:/bin/bash:main { print(sarg0); } begin { print(sarg11); }
                                                                     ^~~~~~
            hint: arguments are on the stack where a function is entered: in kprobe and uprobe probes
