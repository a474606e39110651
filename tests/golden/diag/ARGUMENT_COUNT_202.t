prog    fn f($a : int64, $b : string[16]) : bool { return true; }
        begin { f(); f(1, "a", 2); f(1); }
expect  <arg>:2:9: error: f() takes 2 arguments, not 0
            begin { f(); f(1, "a", 2); f(1); }
                    ^~~
            hint: fn f($a : int64, $b : string[16]) : bool
        <arg>:2:14: error: f() takes 2 arguments, not 3
            begin { f(); f(1, "a", 2); f(1); }
                         ^~~~~~~~~~~~
            hint: fn f($a : int64, $b : string[16]) : bool
        <arg>:2:28: error: f() takes 2 arguments, not 1
            begin { f(); f(1, "a", 2); f(1); }
                                       ^~~~
            hint: fn f($a : int64, $b : string[16]) : bool
