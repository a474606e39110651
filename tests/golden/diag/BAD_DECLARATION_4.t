prog    macro sizeof() { 1 }
        macro true() { 1 }
        macro typeinfo(a) { a }
        macro f(union, offsetof) { 1 }
        macro __builtin_f() { 1 }
        macro self() { 1 }
        fn typeof() : int64 { return 1; }
        fn false() : int64 { return 1; }
        fn for() : int64 { return 1; }
        fn __builtin_x() : int64 { return 1; }
        fn tid() : int64 { return 1; }
        fn arg12() : int64 { return 1; }
        fn latency() : int64 { return 1; }
        begin { print(self); }
expect  <arg>:1:7: error: 'sizeof' is a reserved name
            macro sizeof() { 1 }
                  ^~~~~~
        <arg>:2:7: error: 'true' is a reserved name
            macro true() { 1 }
                  ^~~~
        <arg>:3:7: error: 'typeinfo' is a reserved name
            macro typeinfo(a) { a }
                  ^~~~~~~~
        <arg>:4:9: error: 'union' is a reserved name
            macro f(union, offsetof) { 1 }
                    ^~~~~
        <arg>:4:16: error: 'offsetof' is a reserved name
            macro f(union, offsetof) { 1 }
                           ^~~~~~~~
        <arg>:5:7: error: '__builtin_f' is a reserved name
            macro __builtin_f() { 1 }
                  ^~~~~~~~~~~
        <arg>:7:4: error: 'typeof' is a reserved name
            fn typeof() : int64 { return 1; }
               ^~~~~~
        <arg>:8:4: error: 'false' is a reserved name
            fn false() : int64 { return 1; }
               ^~~~~
        <arg>:9:4: error: 'for' is a reserved name
            fn for() : int64 { return 1; }
               ^~~
        <arg>:10:4: error: '__builtin_x' is a reserved name
            fn __builtin_x() : int64 { return 1; }
               ^~~~~~~~~~~
        <arg>:11:4: error: 'tid' is a reserved name
            fn tid() : int64 { return 1; }
               ^~~
        <arg>:12:4: error: 'arg12' is a reserved name
            fn arg12() : int64 { return 1; }
               ^~~~~
