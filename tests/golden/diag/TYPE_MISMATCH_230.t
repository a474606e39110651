prog    fn f($a : bool) : timestamp { if ($a) { return strftime("%H", nsecs); } return strftime("%Y", nsecs); }
        fn g() : timestamp { return 5; }
        fn h() : kstack_t { return strftime("%H", nsecs); }
        begin { print(f(true)); print(g()); print(h()); $x = f(false); }
expect  <arg>:1:80: error: the result of f() is timestamp, not timestamp
            fn f($a : bool) : timestamp { if ($a) { return strftime("%H", nsecs); } return strftime("%Y", nsecs); }
                                                                                           ^~~~~~~~~~~~~~~~~~~~~
        <arg>:1:48: note: it is timestamp here
            fn f($a : bool) : timestamp { if ($a) { return strftime("%H", nsecs); } return strftime("%Y", nsecs); }
                                                           ^~~~~~~~~~~~~~~~~~~~~
            hint: they are of one kind, but shown with another format, clock or filter
        <arg>:2:29: error: the result of g() is timestamp, not int8
            fn g() : timestamp { return 5; }
                                        ^
        <arg>:2:10: note: its type is written here
            fn g() : timestamp { return 5; }
                     ^~~~~~~~~
        <arg>:3:28: error: the result of h() is kstack_t, not timestamp
            fn h() : kstack_t { return strftime("%H", nsecs); }
                                       ^~~~~~~~~~~~~~~~~~~~~
        <arg>:3:10: note: its type is written here
            fn h() : kstack_t { return strftime("%H", nsecs); }
                     ^~~~~~~~
