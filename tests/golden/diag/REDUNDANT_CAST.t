prog    begin { print((uint32)pid); print((int32)curtask.pid); print((uint64)pid); print((uint8)1); @t = (uint64)nsecs; $p = (struct task_struct *)curtask; }
exit    0
expect  <arg>:1:16: warning: the cast changes nothing: the value is uint32 already
            begin { print((uint32)pid); print((int32)curtask.pid); print((uint64)pid); print((uint8)1); @t = (uint64)nsecs; $p = (struct task_struct *)curtask; }
                           ^~~~~~
        <arg>:1:36: warning: the cast changes nothing: the value is int32 already
            begin { print((uint32)pid); print((int32)curtask.pid); print((uint64)pid); print((uint8)1); @t = (uint64)nsecs; $p = (struct task_struct *)curtask; }
                                               ^~~~~
        <arg>:1:99: warning: the cast changes nothing: the value is uint64 already
            begin { print((uint32)pid); print((int32)curtask.pid); print((uint64)pid); print((uint8)1); @t = (uint64)nsecs; $p = (struct task_struct *)curtask; }
                                                                                                              ^~~~~~
