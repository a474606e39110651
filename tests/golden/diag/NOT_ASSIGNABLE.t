prog    begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
expect  <arg>:1:9: error: a name without '$' or '@' cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                    ^
            hint: variables are written $x, maps @x
        <arg>:1:16: error: a field cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                           ^~~~~~
            hint: only variables ($x) and maps (@x, @x[key]) can
        <arg>:1:28: error: an element cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                                       ^~~~~
            hint: only variables ($x) and maps (@x, @x[key]) can
        <arg>:1:39: error: a value cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                                                  ^
            hint: only variables ($x) and maps (@x, @x[key]) can
        <arg>:1:46: error: a value cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                                                         ^~~
            hint: only variables ($x) and maps (@x, @x[key]) can
        <arg>:1:56: error: a name without '$' or '@' cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                                                                   ^~~
            hint: variables are written $pid, maps @pid
        <arg>:1:66: error: a value cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                                                                             ^~~~~
            hint: only variables ($x) and maps (@x, @x[key]) can
        <arg>:1:74: error: a field cannot be changed
            begin { x = 1; args.x = 2; $a[0] = 3; 5 = 6; f() += 7; pid++; --(1 + 2); @m[1].2 = 8; }
                                                                                     ^~~~~~~
            hint: only variables ($x) and maps (@x, @x[key]) can
