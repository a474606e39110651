prog    begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); }
flags   unsafe
expect  <arg>:1:23: error: write_user() writes a string, an array or what a pointer points to, not int8
            begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); }
                                  ^
        <arg>:1:81: error: socket_cookie() takes a pointer that is reached from args by fields alone
            begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); }
                                                                                            ^~~
            hint: as in socket_cookie(args.sk)
