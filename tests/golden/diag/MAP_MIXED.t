prog    begin { @x[1] = 1; @x = 2; print(@x + 1); }
expect  <arg>:1:20: error: '@x' has keys, but is used without one
            begin { @x[1] = 1; @x = 2; print(@x + 1); }
                               ^~
        <arg>:1:9: note: it is used with a key here
            begin { @x[1] = 1; @x = 2; print(@x + 1); }
                    ^~~~~
        <arg>:1:34: error: '@x' has keys, but is used without one
            begin { @x[1] = 1; @x = 2; print(@x + 1); }
                                             ^~
        <arg>:1:9: note: it is used with a key here
            begin { @x[1] = 1; @x = 2; print(@x + 1); }
                    ^~~~~
