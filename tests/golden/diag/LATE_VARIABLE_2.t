prog    begin { if (pid) { $x = 1; } else { $x = "a"; } print($x); }
expect  <arg>:1:42: error: '$x' is int64, not string[2]
            begin { if (pid) { $x = 1; } else { $x = "a"; } print($x); }
                                                     ^~~
        <arg>:1:25: note: it is int64 here
            begin { if (pid) { $x = 1; } else { $x = "a"; } print($x); }
                                    ^
        <arg>:1:55: warning: '$x' is used behind the block that it belongs to
            begin { if (pid) { $x = 1; } else { $x = "a"; } print($x); }
                                                                  ^~
        <arg>:1:20: note: it is first assigned here
            begin { if (pid) { $x = 1; } else { $x = "a"; } print($x); }
                               ^~
            hint: write 'let $x;' before that block
