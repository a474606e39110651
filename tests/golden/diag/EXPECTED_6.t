prog    begin { if ($x) @y = 1; else @y = 2; exit(); }
expect  <arg>:1:16: error: expected '{' and the body of 'if', found '@y'
            begin { if ($x) @y = 1; else @y = 2; exit(); }
                           ^
            hint: a body needs its braces: { ... }
