prog    begin {
        	print(container_of(1, 2, x));
        	print(container_of(1, typeof(int32), x));
        	print(container_of(1, typeof(struct list_head), nex));
        	print(container_of(1, typeof(struct task_struct), in_execve));
        	print(is_err("a"));
        	print(kptr(comm));
        }
expect  <arg>:2:24: error: container_of() takes typeof(...) as 'T', not a number
                print(container_of(1, 2, x));
                                      ^
        <arg>:3:24: error: container_of() needs a struct or a union, not int32
                print(container_of(1, typeof(int32), x));
                                      ^~~~~~~~~~~~~
        <arg>:4:50: error: 'nex' is no field of 'struct list_head'
                print(container_of(1, typeof(struct list_head), nex));
                                                                ^~~
            hint: did you mean 'next'?
        <arg>:5:52: error: 'in_execve' is a bit field: nothing points to it
                print(container_of(1, typeof(struct task_struct), in_execve));
                                                                  ^~~~~~~~~
        <arg>:6:15: error: is_err() takes a pointer as 'p', not string[2]
                print(is_err("a"));
                             ^~~
        <arg>:7:13: error: kptr() takes a pointer as 'p', not string[16]
                print(kptr(comm));
                           ^~~~
