prog    begin { @x = 1; @x = "text"; }
expect  <arg>:1:22: error: '@x' is int64, not string[5]
            begin { @x = 1; @x = "text"; }
                                 ^~~~~~
        <arg>:1:14: note: it is int64 here
            begin { @x = 1; @x = "text"; }
                         ^
