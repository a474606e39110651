prog    begin /pid == 1 { @x = 1; }
        kprobe:f/pid == 1/ { }
        begin / / { }
        begin
expect  <arg>:1:16: error: expected '/' at the end of the predicate, found '{'
            begin /pid == 1 { @x = 1; }
                           ^
        <arg>:2:13: error: expected '{' and the statements of the probe, found '=='
            kprobe:f/pid == 1/ { }
                        ^
            hint: put a space in front of the '/' that begins a predicate
        <arg>:3:9: error: expected an expression, found '/'
            begin / / { }
                    ^
        <arg>:4:6: error: expected '{' and the statements of the probe, found the end of the script
            begin
                 ^
