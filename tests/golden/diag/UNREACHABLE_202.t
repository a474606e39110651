prog    fn f() : int64 { for ($i : 0..2) { return 1; @x = 1; } return 2; @x = 2; }
        begin { print(f()); exit(); }
exit    0
expect  <arg>:1:46: warning: what follows here never runs
            fn f() : int64 { for ($i : 0..2) { return 1; @x = 1; } return 2; @x = 2; }
                                                         ^~~~~~
        <arg>:1:36: note: this leaves the function
            fn f() : int64 { for ($i : 0..2) { return 1; @x = 1; } return 2; @x = 2; }
                                               ^~~~~~~~
        <arg>:1:66: warning: what follows here never runs
            fn f() : int64 { for ($i : 0..2) { return 1; @x = 1; } return 2; @x = 2; }
                                                                             ^~~~~~
        <arg>:1:56: note: this leaves the function
            fn f() : int64 { for ($i : 0..2) { return 1; @x = 1; } return 2; @x = 2; }
                                                                   ^~~~~~~~
