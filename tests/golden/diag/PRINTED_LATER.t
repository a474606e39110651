prog    begin { @m[1] = 1; for ($kv : @m) { print(@m); print($kv); } exit(); }
exit    0
expect  <arg>:1:43: warning: '@m' is printed as it is when the loop is over
            begin { @m[1] = 1; for ($kv : @m) { print(@m); print($kv); } exit(); }
                                                      ^~
            hint: print the variable of the loop for the entry of the moment
