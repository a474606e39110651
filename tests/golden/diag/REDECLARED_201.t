prog    begin { $i = 1; for ($i : 0..5) { print($i); } for ($kv : @m) { for ($kv : 0..3) { } } @m[1] = 1; }
expect  <arg>:1:22: error: '$i' cannot be the variable of a loop too
            begin { $i = 1; for ($i : 0..5) { print($i); } for ($kv : @m) { for ($kv : 0..3) { } } @m[1] = 1; }
                                 ^~
        <arg>:1:9: note: it begins here
            begin { $i = 1; for ($i : 0..5) { print($i); } for ($kv : @m) { for ($kv : 0..3) { } } @m[1] = 1; }
                    ^~
            hint: choose another name
        <arg>:1:70: error: '$kv' cannot be the variable of a loop too
            begin { $i = 1; for ($i : 0..5) { print($i); } for ($kv : @m) { for ($kv : 0..3) { } } @m[1] = 1; }
                                                                                 ^~~
        <arg>:1:53: note: it begins here
            begin { $i = 1; for ($i : 0..5) { print($i); } for ($kv : @m) { for ($kv : 0..3) { } } @m[1] = 1; }
                                                                ^~~
            hint: choose another name
