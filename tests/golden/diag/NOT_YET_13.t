prog    begin { @a = &$x; @b = *$y; @c = ; }
expect  <arg>:1:14: error: taking an address ('&') is not there yet
            begin { @a = &$x; @b = *$y; @c = ; }
                         ^
        <arg>:1:24: error: following a pointer ('*') is not there yet
            begin { @a = &$x; @b = *$y; @c = ; }
                                   ^
        <arg>:1:34: error: expected an expression, found ';'
            begin { @a = &$x; @b = *$y; @c = ; }
                                             ^
