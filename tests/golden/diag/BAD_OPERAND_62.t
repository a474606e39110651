prog    begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
expect  <arg>:1:29: error: '-' cannot be used with struct task_struct* and struct task_struct*
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                                        ^~~~~~~
            hint: a number may be added to a pointer and subtracted from it; for the address as a number, cast it: (uint64)
        <arg>:1:45: error: '-' cannot be used with int8 and struct task_struct*
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                                                        ^~~~~~
            hint: a number may be added to a pointer and subtracted from it; for the address as a number, cast it: (uint64)
        <arg>:1:60: error: '*' cannot be used with struct task_struct* and int8
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                                                                       ^~~~~~
            hint: a number may be added to a pointer and subtracted from it; for the address as a number, cast it: (uint64)
        <arg>:1:75: error: '+' cannot be used with struct task_struct* and string[16]
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                                                                                      ^~~~~~~~~
            hint: a number may be added to a pointer and subtracted from it; for the address as a number, cast it: (uint64)
        <arg>:1:93: error: '-' needs integers, not struct task_struct*
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                                                                                                        ^~~
        <arg>:1:14: note: '$p' is struct task_struct* here
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                         ^~~~~~~
        <arg>:1:105: error: '~' needs integers, not struct task_struct*
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                                                                                                                    ^~~
        <arg>:1:14: note: '$p' is struct task_struct* here
            begin { $p = curtask; print($p - $p); print(1 - $p); print($p * 2); print($p + comm); print(-$p); print(~$p); }
                         ^~~~~~~
