prog    struct big { char text[5000]; };
        fn f($p : uint64) : struct big { exit(); } begin { }
expect  <arg>:2:21: error: struct big has 5000 bytes, a value has at most 4096
            fn f($p : uint64) : struct big { exit(); } begin { }
                                ^~~~~~~~~~
            hint: use its fields, one by one
