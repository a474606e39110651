prog    begin { @a = &$x; @c = ; }
expect  <arg>:1:14: error: taking an address ('&') is not there yet
            begin { @a = &$x; @c = ; }
                         ^
        <arg>:1:24: error: expected an expression, found ';'
            begin { @a = &$x; @c = ; }
                                   ^
