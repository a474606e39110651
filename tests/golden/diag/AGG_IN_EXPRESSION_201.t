prog    begin { @h[1] = hist(5); for ($kv : @h) { print($kv); } @s[1] = stats(5); for ($kv : @s) { } }
expect  <arg>:1:37: error: '@h' is an aggregation (hist) that is no number for an expression
            begin { @h[1] = hist(5); for ($kv : @h) { print($kv); } @s[1] = stats(5); for ($kv : @s) { } }
                                                ^~
            hint: print(@h) shows it
        <arg>:1:86: error: '@s' is an aggregation (stats) that is no number for an expression
            begin { @h[1] = hist(5); for ($kv : @h) { print($kv); } @s[1] = stats(5); for ($kv : @s) { } }
                                                                                                 ^~
            hint: print(@s) shows it
