prog    fn f($n : int64) : int64 { if ($n > 0) { return 1; } }
        fn g() : void { @x = 1; }
        begin { print(f(1)); g(); exit(); }
exit    0
expect  <arg>:1:4: warning: f() may end without 'return': its result is zero then
            fn f($n : int64) : int64 { if ($n > 0) { return 1; } }
               ^
        <arg>:1:20: note: the type of its result is written here
            fn f($n : int64) : int64 { if ($n > 0) { return 1; } }
                               ^~~~~
