prog    begin {
        	while ($i < 5) { $i++; if ($i == 3) { break; } @y = ; }
        	for (;;) { @y = ; }
        	for $i in 0..5 { @y = ; }
        	for ($kv : @m[1]) { print($kv.0); }
        	for ($kv : 5) { }
        	unroll 5 { @y = ; }
        }
expect  <arg>:2:54: error: expected an expression, found ';'
                while ($i < 5) { $i++; if ($i == 3) { break; } @y = ; }
                                                                    ^
        <arg>:3:7: error: expected a variable behind 'for', found ';'
                for (;;) { @y = ; }
                     ^
            hint: for ($i : 0..10) counts, for ($kv : @map) goes over the entries of a map
        <arg>:3:18: error: expected an expression, found ';'
                for (;;) { @y = ; }
                                ^
        <arg>:4:8: error: expected ':' behind the variable, found 'in'
                for $i in 0..5 { @y = ; }
                      ^
        <arg>:4:24: error: expected an expression, found ';'
                for $i in 0..5 { @y = ; }
                                      ^
        <arg>:5:18: error: expected '..' and the end of the range, found ')'
                for ($kv : @m[1]) { print($kv.0); }
                                ^
            hint: for ($i : 0..10) counts, for ($kv : @map) goes over the entries of a map
        <arg>:6:14: error: expected '..' and the end of the range, found ')'
                for ($kv : 5) { }
                            ^
            hint: for ($i : 0..10) counts, for ($kv : @map) goes over the entries of a map
        <arg>:7:18: error: expected an expression, found ';'
                unroll 5 { @y = ; }
                                ^
