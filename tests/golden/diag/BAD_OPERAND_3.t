prog    begin { $s = "a" + "b"; print(-comm); $t = (1, 2); $t++; }
expect  <arg>:1:14: error: '+' needs integers, not string[2]
            begin { $s = "a" + "b"; print(-comm); $t = (1, 2); $t++; }
                         ^~~~~~~~~
        <arg>:1:31: error: '-' needs integers, not string[16]
            begin { $s = "a" + "b"; print(-comm); $t = (1, 2); $t++; }
                                          ^~~~~
        <arg>:1:52: error: '++' needs an integer, not (int64,int64)
            begin { $s = "a" + "b"; print(-comm); $t = (1, 2); $t++; }
                                                               ^~
        <arg>:1:44: note: '$t' is (int64,int64) here
            begin { $s = "a" + "b"; print(-comm); $t = (1, 2); $t++; }
                                                       ^~~~~~
