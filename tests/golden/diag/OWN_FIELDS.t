prog    tracepoint:syscalls:sys_exit_getp*id /args.ret > 0/ { @ = count(); }
flags   portable
exit    0
expect  <arg>:1:1: warning: the fields that are used of 'tracepoint:syscalls:sys_exit_getp*id' are as the probes of this machine have them
            tracepoint:syscalls:sys_exit_getp*id /args.ret > 0/ { @ = count(); }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: where the image runs, probes that have others are left out
