prog    begin { $t = (1, 2); print($t.2); print($t[3]); print(pid[0]); }
expect  <arg>:1:28: error: (int64,int64) has no element 2
            begin { $t = (1, 2); print($t.2); print($t[3]); print(pid[0]); }
                                       ^~~~
            hint: elements are counted from 0 to 1
        <arg>:1:44: error: (int64,int64) has no element 3
            begin { $t = (1, 2); print($t.2); print($t[3]); print(pid[0]); }
                                                       ^
            hint: elements are counted from 0 to 1
        <arg>:1:55: error: uint32 has no elements
            begin { $t = (1, 2); print($t.2); print($t[3]); print(pid[0]); }
                                                                  ^~~~~~
