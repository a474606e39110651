prog    begin { print(sizeof(union sigval_)); print((enum pid_typ)1); $x = (task_struct *)curtask; }
expect  <arg>:1:22: error: this kernel has no type 'union sigval_'
            begin { print(sizeof(union sigval_)); print((enum pid_typ)1); $x = (task_struct *)curtask; }
                                 ^~~~~~~~~~~~~
            hint: did you mean 'union sigval'?
        <arg>:1:46: error: this kernel has no type 'enum pid_typ'
            begin { print(sizeof(union sigval_)); print((enum pid_typ)1); $x = (task_struct *)curtask; }
                                                         ^~~~~~~~~~~~
            hint: did you mean 'enum pid_type'?
        <arg>:1:69: error: this kernel has no type 'task_struct'
            begin { print(sizeof(union sigval_)); print((enum pid_typ)1); $x = (task_struct *)curtask; }
                                                                                ^~~~~~~~~~~~~
            hint: did you mean 'struct task_struct'?
