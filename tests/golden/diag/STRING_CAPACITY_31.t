prog    begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
expect  <arg>:1:94: error: the value does not fit into '$t', which is string[2]
            begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
                                                                                                         ^~~~
        <arg>:1:82: note: its type is written here
            begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
                                                                                             ^~~~~~~~~
        <arg>:1:30: warning: string[16] may not fit into '$s', which is string[8]
            begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
                                         ^~~~
        <arg>:1:18: note: its type is written here
            begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
                             ^~~~~~~~~
        <arg>:1:57: warning: buffer[4] may not fit into '$b', which is buffer[2]
            begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
                                                                    ^~~~~~~~~~~~~~
        <arg>:1:45: note: its type is written here
            begin { let $s : string[8] = comm; let $b : buffer[2] = buf("abcd", 4); let $t : string[2] = "ab"; }
                                                        ^~~~~~~~~
