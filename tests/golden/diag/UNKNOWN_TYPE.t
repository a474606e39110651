prog    begin { print(((struct task_strct *)curtask).pid); print((bol)1); print(sizeof(struct qqqqqqqqqqqqq)); }
expect  <arg>:1:17: error: this kernel has no type 'struct task_strct'
            begin { print(((struct task_strct *)curtask).pid); print((bol)1); print(sizeof(struct qqqqqqqqqqqqq)); }
                            ^~~~~~~~~~~~~~~~~~~
            hint: did you mean 'struct task_struct'?
        <arg>:1:59: error: this kernel has no type 'bol'
            begin { print(((struct task_strct *)curtask).pid); print((bol)1); print(sizeof(struct qqqqqqqqqqqqq)); }
                                                                      ^~~
            hint: did you mean 'bool'?
        <arg>:1:80: error: this kernel has no type 'struct qqqqqqqqqqqqq'
            begin { print(((struct task_strct *)curtask).pid); print((bol)1); print(sizeof(struct qqqqqqqqqqqqq)); }
                                                                                           ^~~~~~~~~~~~~~~~~~~~
