prog    begin { _ = 5; let $x : int32 = 3; let $y : struct s *; return 5; @c = ; }
expect  <arg>:1:9: error: discarding with '_ =' is not there yet
            begin { _ = 5; let $x : int32 = 3; let $y : struct s *; return 5; @c = ; }
                    ^
            hint: write the expression alone
        <arg>:1:25: error: types of variables are not there yet
            begin { _ = 5; let $x : int32 = 3; let $y : struct s *; return 5; @c = ; }
                                    ^~~~~
            hint: leave the type out: it follows from the values
        <arg>:1:45: error: types of variables are not there yet
            begin { _ = 5; let $x : int32 = 3; let $y : struct s *; return 5; @c = ; }
                                                        ^~~~~~
            hint: leave the type out: it follows from the values
        <arg>:1:64: error: 'return' with a value is not there yet
            begin { _ = 5; let $x : int32 = 3; let $y : struct s *; return 5; @c = ; }
                                                                           ^
            hint: 'return;' leaves the probe
        <arg>:1:72: error: expected an expression, found ';'
            begin { _ = 5; let $x : int32 = 3; let $y : struct s *; return 5; @c = ; }
                                                                                   ^
