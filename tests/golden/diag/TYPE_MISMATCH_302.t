# A field that is something else in each event: both places are shown.
prog    tracepoint:syscalls:sys_enter_ioctl, tracepoint:syscalls:sys_enter_reboot { $a = args.arg; print($a + 1); }
expect  <arg>:1:82: error: 'arg' is uint64 in 'tracepoint:syscalls:sys_enter_ioctl' and void* in 'tracepoint:syscalls:sys_enter_reboot'
            tracepoint:syscalls:sys_enter_ioctl, tracepoint:syscalls:sys_enter_reboot { $a = args.arg; print($a + 1); }
                                                                                             ^~~~~~~~
        <arg>:1:1: note: it is uint64 here
            tracepoint:syscalls:sys_enter_ioctl, tracepoint:syscalls:sys_enter_reboot { $a = args.arg; print($a + 1); }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:38: note: and void* here
            tracepoint:syscalls:sys_enter_ioctl, tracepoint:syscalls:sys_enter_reboot { $a = args.arg; print($a + 1); }
                                                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: write a probe of its own for each, or read it where both have the same type
