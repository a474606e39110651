prog    macro twice(a, $v, @m) { $v = a * 2; @m = ; }
        begin { @x = ; }
expect  <arg>:1:1: error: macros are not there yet
            macro twice(a, $v, @m) { $v = a * 2; @m = ; }
            ^~~~~
        <arg>:1:43: error: expected an expression, found ';'
            macro twice(a, $v, @m) { $v = a * 2; @m = ; }
                                                      ^
        <arg>:2:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
