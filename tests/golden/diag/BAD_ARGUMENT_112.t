prog    begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); skboutput("f", args.prev, 1, 0); }
flags   unsafe
expect  <arg>:1:23: error: write_user() writes a string, an array or what a pointer points to, not int8
            begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); skboutput("f", args.prev, 1, 0); }
                                  ^
        <arg>:1:81: error: socket_cookie() takes a pointer that is reached from args by fields alone
            begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); skboutput("f", args.prev, 1, 0); }
                                                                                            ^~~
            hint: write the field of args into the call
        <arg>:1:103: error: skboutput() writes what a struct sk_buff* points to, not struct task_struct*
            begin { write_user(1, 2, 3); } rawtracepoint:sched_switch { print(socket_cookie(pid)); skboutput("f", args.prev, 1, 0); }
                                                                                                                  ^~~~~~~~~
