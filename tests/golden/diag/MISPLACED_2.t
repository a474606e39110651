prog    begin { @x = @y = 1; $a = $b += 2; if ($x = 1) { exit(); } @z = 1 + (@x = 2); }
expect  <arg>:1:17: error: '=' is a statement of its own and has no value
            begin { @x = @y = 1; $a = $b += 2; if ($x = 1) { exit(); } @z = 1 + (@x = 2); }
                            ^
            hint: to compare, write '=='
        <arg>:1:30: error: '+=' is a statement of its own and has no value
            begin { @x = @y = 1; $a = $b += 2; if ($x = 1) { exit(); } @z = 1 + (@x = 2); }
                                         ^~
        <arg>:1:43: error: '=' is a statement of its own and has no value
            begin { @x = @y = 1; $a = $b += 2; if ($x = 1) { exit(); } @z = 1 + (@x = 2); }
                                                      ^
            hint: to compare, write '=='
        <arg>:1:73: error: '=' is a statement of its own and has no value
            begin { @x = @y = 1; $a = $b += 2; if ($x = 1) { exit(); } @z = 1 + (@x = 2); }
                                                                                    ^
            hint: to compare, write '=='
