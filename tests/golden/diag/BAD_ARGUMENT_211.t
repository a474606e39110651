prog    macro mine() { leader_tid(comm) }
        begin {
        	unroll (ppid) { }
        	print(strcontains(1, comm));
        	print(mine);
        	print(ppid(1, 2)); print(strcontains);
        }
expect  <arg>:1:27: error: kptr() takes a pointer as 'p', not string[16]
            macro mine() { leader_tid(comm) }
                                      ^~~~
        <arg>:5:8: note: the macro is used here
                print(mine);
                      ^~~~
        stdlib/prelude.probe:13:44: note: this is the call, in a macro
            macro leader_tid(task) { ((typeof(curtask))kptr(task)).group_leader.pid }
                                                       ^~~~~~~~~~
        <arg>:4:20: error: strstr() takes a string as 'text', not int8
                print(strcontains(1, comm));
                                  ^
        stdlib/prelude.probe:17:33: note: this is the call, in a macro
            macro strcontains(text, part) { strstr(text, part) >= 0 }
                                            ^~~~~~~~~~~~~~~~~~
        <arg>:6:8: error: ppid() takes 0 or 1 arguments, not 2
                print(ppid(1, 2)); print(strcontains);
                      ^~~~~~~~~~
            hint: ppid(pointer task?) -> int32
        <arg>:6:27: error: strcontains() takes 2 arguments, not 0
                print(ppid(1, 2)); print(strcontains);
                                         ^~~~~~~~~~~
            hint: strcontains(string text, string part) -> bool
        stdlib/prelude.probe:8:20: error: 'unroll' takes an integer literal or a parameter
            macro ppid(task) { ((typeof(curtask))kptr(task)).real_parent.tgid }
                               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        stdlib/prelude.probe:7:16: note: the macro is used here
            macro ppid() { ppid(curtask) }
                           ^~~~~~~~~~~~~
        <arg>:3:10: note: the macro is used here
                unroll (ppid) { }
                        ^~~~
            hint: for ($i : 0..n) { } takes any number
