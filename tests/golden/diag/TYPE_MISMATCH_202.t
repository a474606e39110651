prog    fn f($a : int32, $b : string[4]) : bool { return 5; }
        fn g() : void { return 1; }
        fn h() : int8 { return; }
        fn i() : int8 { return "a"; }
        begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
expect  <arg>:1:50: error: the result of f() is bool, not int8
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                                                             ^
        <arg>:1:36: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                                               ^~~~
            hint: cast it: (bool)
        <arg>:2:24: error: g() returns no value
            fn g() : void { return 1; }
                                   ^
        <arg>:2:10: note: the type of its result is written here
            fn g() : void { return 1; }
                     ^~~~
        <arg>:3:17: error: h() must return a value: it is int8
            fn h() : int8 { return; }
                            ^~~~~~
        <arg>:3:10: note: the type of its result is written here
            fn h() : int8 { return; }
                     ^~~~
        <arg>:4:24: error: the result of i() is int8, not string[2]
            fn i() : int8 { return "a"; }
                                   ^~~
        <arg>:4:10: note: its type is written here
            fn i() : int8 { return "a"; }
                     ^~~~
        <arg>:5:23: error: '$a' of f() is int32, not uint64
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                  ^~
        <arg>:1:11: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                      ^~~~~
            hint: cast it: (int32)
        <arg>:5:38: error: '$b' of f() is string[4], not string[16]
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                                 ^~~~
        <arg>:1:23: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                                  ^~~~~~~~~
            hint: cast it: (string[4])
        <arg>:5:50: error: the value does not fit into '$b' of f(), which is string[4]
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                                             ^~~~~~
        <arg>:1:23: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                                  ^~~~~~~~~
        <arg>:5:61: error: the value does not fit into '$a' of f(), which is int32
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                                                        ^~~~~~~~~~
        <arg>:1:11: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                      ^~~~~
        <arg>:5:81: error: '$a' of f() is int32, not string[2]
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                                                                            ^~~
        <arg>:1:11: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                      ^~~~~
        <arg>:5:86: error: '$b' of f() is string[4], not int8
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                                                                                 ^
        <arg>:1:23: note: its type is written here
            fn f($a : int32, $b : string[4]) : bool { return 5; }
                                  ^~~~~~~~~
        <arg>:5:96: error: g() has no value
            begin { $n = nsecs; f($n, "a"); f(1, comm); f(1, "abcd"); f(5000000000, "a"); f("x", 1); print(g()); }
                                                                                                           ^~~
