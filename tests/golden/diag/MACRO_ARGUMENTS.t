prog    macro l($v, @m, n) { @m = n; $v = n; }
        macro l($v) { $v }
        macro print(a, b, c, d) { a }
        begin { $x = 1; l(1, 2, 3); l(@x); l; l(@x[1]); print(1); print($x, $x, $x, $x); }
expect  <arg>:4:17: error: no macro 'l' takes these arguments
            begin { $x = 1; l(1, 2, 3); l(@x); l; l(@x[1]); print(1); print($x, $x, $x, $x); }
                            ^
        <arg>:1:7: note: l($v, @m, n) is declared here
            macro l($v, @m, n) { @m = n; $v = n; }
                  ^
        <arg>:2:7: note: l($v) is declared here
            macro l($v) { $v }
                  ^
        <arg>:4:29: error: no macro 'l' takes these arguments
            begin { $x = 1; l(1, 2, 3); l(@x); l; l(@x[1]); print(1); print($x, $x, $x, $x); }
                                        ^
        <arg>:1:7: note: l($v, @m, n) is declared here
            macro l($v, @m, n) { @m = n; $v = n; }
                  ^
        <arg>:2:7: note: l($v) is declared here
            macro l($v) { $v }
                  ^
        <arg>:4:36: error: no macro 'l' takes these arguments
            begin { $x = 1; l(1, 2, 3); l(@x); l; l(@x[1]); print(1); print($x, $x, $x, $x); }
                                               ^
        <arg>:1:7: note: l($v, @m, n) is declared here
            macro l($v, @m, n) { @m = n; $v = n; }
                  ^
        <arg>:2:7: note: l($v) is declared here
            macro l($v) { $v }
                  ^
        <arg>:4:39: error: no macro 'l' takes these arguments
            begin { $x = 1; l(1, 2, 3); l(@x); l; l(@x[1]); print(1); print($x, $x, $x, $x); }
                                                  ^
        <arg>:1:7: note: l($v, @m, n) is declared here
            macro l($v, @m, n) { @m = n; $v = n; }
                  ^
        <arg>:2:7: note: l($v) is declared here
            macro l($v) { $v }
                  ^
