prog    begin { print((string[4])"abc"); print((string[2])"abc"); @x = curtask + curtask; }
expect  <arg>:1:64: error: '+' cannot be used with struct task_struct* and struct task_struct*
            begin { print((string[4])"abc"); print((string[2])"abc"); @x = curtask + curtask; }
                                                                           ^~~~~~~~~~~~~~~~~
            hint: a number may be added to a pointer and subtracted from it; for the address as a number, cast it: (uint64)
        <arg>:1:16: warning: the cast changes nothing: the value is string[4] already
            begin { print((string[4])"abc"); print((string[2])"abc"); @x = curtask + curtask; }
                           ^~~~~~~~~
