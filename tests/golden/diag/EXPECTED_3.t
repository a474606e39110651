prog    begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
expect  <arg>:1:14: error: expected an expression, found ';'
            begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
                         ^
        <arg>:1:23: error: expected ')', found ';'
            begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
                                  ^
        <arg>:1:30: error: '=' is a statement of its own and has no value
            begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
                                         ^
            hint: to compare, write '=='
        <arg>:1:43: error: expected ',' or ')' in the call, found '2'
            begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
                                                      ^
        <arg>:1:56: error: expected an expression, found ';'
            begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
                                                                   ^
        <arg>:1:61: error: expected an expression, found ']'
            begin { @x = ; @y = (1; @z[1 = 2; @w = f(1 2); @v = 1 +; @u[] = 1; }
                                                                        ^
