prog    struct a { int x; }; struct b { int x; };
        fn f($a : struct a) : struct b { return $a; } fn g($a : struct a) : struct a { return $a.x; } begin { }
expect  <arg>:2:41: error: the result of f() is struct b, not struct a
            fn f($a : struct a) : struct b { return $a; } fn g($a : struct a) : struct a { return $a.x; } begin { }
                                                    ^~
        <arg>:2:23: note: its type is written here
            fn f($a : struct a) : struct b { return $a; } fn g($a : struct a) : struct a { return $a.x; } begin { }
                                  ^~~~~~~~
        <arg>:2:87: error: the result of g() is struct a, not int32
            fn f($a : struct a) : struct b { return $a; } fn g($a : struct a) : struct a { return $a.x; } begin { }
                                                                                                  ^~~~
        <arg>:2:69: note: its type is written here
            fn f($a : struct a) : struct b { return $a; } fn g($a : struct a) : struct a { return $a.x; } begin { }
                                                                                ^~~~~~~~
