prog    tracepoint:syscalls:sys_enter_write { print(buf(args.buf, 5000)); }
exit    0
expect  <arg>:1:59: warning: buf() reads at most 1020 bytes here
            tracepoint:syscalls:sys_enter_write { print(buf(args.buf, 5000)); }
                                                                      ^~~~
            hint: the limit is max_strlen: set SONDE_MAX_STRLEN to raise it
