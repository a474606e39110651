prog    begin {
        	print(curtask.se);
        	print(*curtask);
        	print((uint8[4])1);
        	print((string)1);
        	$p = curtask; $p++; $p += 1;
        	@[curtask.cred.uid] = 1;
        }
expect  <arg>:2:8: error: 'struct sched_entity' as a whole is not there yet
                print(curtask.se);
                      ^~~~~~~~~~
            hint: use its fields, one by one
        <arg>:3:8: error: 'struct task_struct' as a whole is not there yet
                print(*curtask);
                      ^~~~~~~~
            hint: use its fields, one by one
        <arg>:4:9: error: casts to arrays are not there yet
                print((uint8[4])1);
                       ^~~~~~~~
        <arg>:5:9: error: the type 'string' is not there yet
                print((string)1);
                       ^~~~~~
        <arg>:6:16: error: arithmetic on pointers is not there yet
                $p = curtask; $p++; $p += 1;
                              ^~
        <arg>:6:22: error: arithmetic on pointers is not there yet
                $p = curtask; $p++; $p += 1;
                                    ^~
        <arg>:7:4: error: 'kuid_t' as a whole is not there yet
                @[curtask.cred.uid] = 1;
                  ^~~~~~~~~~~~~~~~
            hint: use its fields, one by one
