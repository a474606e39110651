prog    begin { print(latency); } interval:s:1 { @ = hist(latency); } tracepoint:syscalls:sys_enter_read { if (latency > 5) { } }
expect  <arg>:1:15: error: 'latency' is not available in 'begin': it is not the end of anything
            begin { print(latency); } interval:s:1 { @ = hist(latency); } tracepoint:syscalls:sys_enter_read { if (latency > 5) { } }
                          ^~~~~~~
            hint: kretprobe, fexit, uretprobe, tracepoint:syscalls:sys_exit_* and tracepoint:raw_syscalls:sys_exit are
        <arg>:1:51: error: 'latency' is not available in 'interval:s:1': it is not the end of anything
            begin { print(latency); } interval:s:1 { @ = hist(latency); } tracepoint:syscalls:sys_enter_read { if (latency > 5) { } }
                                                              ^~~~~~~
            hint: kretprobe, fexit, uretprobe, tracepoint:syscalls:sys_exit_* and tracepoint:raw_syscalls:sys_exit are
        <arg>:1:104: error: 'latency' is not available in 'tracepoint:syscalls:sys_enter_read': it is not the end of anything
            begin { print(latency); } interval:s:1 { @ = hist(latency); } tracepoint:syscalls:sys_enter_read { if (latency > 5) { } }
                                                                                                                   ^~~~~~~
            hint: kretprobe, fexit, uretprobe, tracepoint:syscalls:sys_exit_* and tracepoint:raw_syscalls:sys_exit are
