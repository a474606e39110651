prog    begin {
        	print(*(void *)1);
        	print(*5);
        	print(*comm);
        	print(((void *)1).x);
        	print(((void *)1)[2]);
        	print(offsetof(struct task_struct, sched_reset_on_fork));
        	print(sizeof(void));
        }
expect  <arg>:2:9: error: void* cannot be followed: it is not known what lies there
                print(*(void *)1);
                       ^~~~~~~~~
            hint: cast it to a pointer to a type: (struct NAME *)
        <arg>:3:9: error: int8 cannot be followed: it is not known what lies there
                print(*5);
                       ^
            hint: cast it to a pointer to a type: (struct NAME *)
        <arg>:4:9: error: '*' follows a pointer, not string[16]
                print(*comm);
                       ^~~~
        <arg>:5:9: error: void* cannot be followed: it is not known what lies there
                print(((void *)1).x);
                       ^~~~~~~~~
            hint: cast it to a pointer to a type: (struct NAME *)
        <arg>:6:9: error: void* cannot be followed: it is not known what lies there
                print(((void *)1)[2]);
                       ^~~~~~~~~
            hint: cast it to a pointer to a type: (struct NAME *)
        <arg>:7:37: error: 'sched_reset_on_fork' is a bit field: it has no offset in bytes
                print(offsetof(struct task_struct, sched_reset_on_fork));
                                                   ^~~~~~~~~~~~~~~~~~~
        <arg>:8:15: error: void has no size
                print(sizeof(void));
                             ^~~~
