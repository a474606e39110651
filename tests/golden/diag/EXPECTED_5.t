prog    begin { @x = 1 ? 2; @y = $a.; @z = args->; let 5; @w = (1, 2,); }
expect  <arg>:1:19: error: expected ':' and the other value behind '?', found ';'
            begin { @x = 1 ? 2; @y = $a.; @z = args->; let 5; @w = (1, 2,); }
                              ^
        <arg>:1:29: error: expected the name of a field, found ';'
            begin { @x = 1 ? 2; @y = $a.; @z = args->; let 5; @w = (1, 2,); }
                                        ^
        <arg>:1:42: error: expected the name of a field, found ';'
            begin { @x = 1 ? 2; @y = $a.; @z = args->; let 5; @w = (1, 2,); }
                                                     ^
        <arg>:1:48: error: expected a variable behind 'let', found '5'
            begin { @x = 1 ? 2; @y = $a.; @z = args->; let 5; @w = (1, 2,); }
                                                           ^
        <arg>:1:62: error: expected an expression, found ')'
            begin { @x = 1 ? 2; @y = $a.; @z = args->; let 5; @w = (1, 2,); }
                                                                         ^
