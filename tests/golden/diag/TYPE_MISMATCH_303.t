# What ++ of another variable gives goes into the written type like every value.
prog    begin { $x = 1; let $t : typeof((1, "abc")) = $x++; let $s : string[8] = $x--; }
expect  <arg>:1:47: error: '$t' is (int64,string[4]), not int64
            begin { $x = 1; let $t : typeof((1, "abc")) = $x++; let $s : string[8] = $x--; }
                                                          ^~~~
        <arg>:1:26: note: its type is written here
            begin { $x = 1; let $t : typeof((1, "abc")) = $x++; let $s : string[8] = $x--; }
                                     ^~~~~~~~~~~~~~~~~~
        <arg>:1:74: error: '$s' is string[8], not int64
            begin { $x = 1; let $t : typeof((1, "abc")) = $x++; let $s : string[8] = $x--; }
                                                                                     ^~~~
        <arg>:1:62: note: its type is written here
            begin { $x = 1; let $t : typeof((1, "abc")) = $x++; let $s : string[8] = $x--; }
                                                                         ^~~~~~~~~
