prog    begin { } }
        { @x = 1; }
        begin, { }
        , begin { @x = ) }
        a= { }
expect  <arg>:1:11: error: expected a probe, found '}'
            begin { } }
                      ^
        <arg>:2:1: error: expected a probe, found '{'
            { @x = 1; }
            ^
        <arg>:4:1: error: expected a probe, found ','
            , begin { @x = ) }
            ^
        <arg>:4:16: error: expected an expression, found ')'
            , begin { @x = ) }
                           ^
        <arg>:5:1: error: expected a probe behind 'a='
            a= { }
            ^~
