prog    begin {
        	while ($i < 5) { $i++; if ($i == 3) { break; } @y = ; }
        	for ($i : 0..5) { continue; @y = ; }
        	for $kv : @m { print($kv.0); }
        	unroll 5 { @y = ; }
        	unroll ($1) { }
        }
expect  <arg>:2:2: error: 'while' loops are not there yet
                while ($i < 5) { $i++; if ($i == 3) { break; } @y = ; }
                ^~~~~
        <arg>:2:54: error: expected an expression, found ';'
                while ($i < 5) { $i++; if ($i == 3) { break; } @y = ; }
                                                                    ^
        <arg>:3:2: error: 'for' loops are not there yet
                for ($i : 0..5) { continue; @y = ; }
                ^~~
            hint: print(@map) prints all entries of a map
        <arg>:3:35: error: expected an expression, found ';'
                for ($i : 0..5) { continue; @y = ; }
                                                 ^
        <arg>:4:2: error: 'for' loops are not there yet
                for $kv : @m { print($kv.0); }
                ^~~
            hint: print(@map) prints all entries of a map
        <arg>:5:2: error: 'unroll' is not there yet
                unroll 5 { @y = ; }
                ^~~~~~
            hint: write the statements out
        <arg>:5:18: error: expected an expression, found ';'
                unroll 5 { @y = ; }
                                ^
        <arg>:6:2: error: 'unroll' is not there yet
                unroll ($1) { }
                ^~~~~~
            hint: write the statements out
