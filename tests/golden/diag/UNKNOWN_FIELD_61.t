prog    begin {
        	print(curtask.pidd);
        	print(curtask.real_parent.tgidd);
        	print(curtask.cred.uid.zzzzzzzzzzz);
        	print(curtask.pid.x);
        	print(offsetof(struct sock, __sk_commo));
        	print(offsetof(struct task_struct, pid.x));
        }
expect  <arg>:2:16: error: 'pidd' is no field of 'struct task_struct'
                print(curtask.pidd);
                              ^~~~
            hint: did you mean 'pid'?
        <arg>:3:28: error: 'tgidd' is no field of 'struct task_struct'
                print(curtask.real_parent.tgidd);
                                          ^~~~~
            hint: did you mean 'tgid'?
        <arg>:4:25: error: 'zzzzzzzzzzz' is no field of 'kuid_t'
                print(curtask.cred.uid.zzzzzzzzzzz);
                                       ^~~~~~~~~~~
            hint: its fields are val
        <arg>:5:20: error: 'x' is no field: int32 has none
                print(curtask.pid.x);
                                  ^
        <arg>:6:30: error: '__sk_commo' is no field of 'struct sock'
                print(offsetof(struct sock, __sk_commo));
                                            ^~~~~~~~~~
            hint: did you mean '__sk_common'?
        <arg>:7:41: error: 'x' is no field: int32 has none
                print(offsetof(struct task_struct, pid.x));
                                                       ^
