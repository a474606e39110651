prog    begin { print(@x[1][2, 3]); @x = else; @y = while; }
expect  <arg>:1:24: error: expected ']' behind one index
            begin { print(@x[1][2, 3]); @x = else; @y = while; }
                                   ^
        <arg>:1:34: error: expected an expression, found 'else'
            begin { print(@x[1][2, 3]); @x = else; @y = while; }
                                             ^~~~
        <arg>:1:45: error: expected an expression, found 'while'
            begin { print(@x[1][2, 3]); @x = else; @y = while; }
                                                        ^~~~~
