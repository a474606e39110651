prog    begin { _ = 5; let $x : int32 = 3; return 5; @c = ; }
expect  <arg>:1:43: error: 'return' with a value is not there yet
            begin { _ = 5; let $x : int32 = 3; return 5; @c = ; }
                                                      ^
            hint: 'return;' leaves the probe
        <arg>:1:51: error: expected an expression, found ';'
            begin { _ = 5; let $x : int32 = 3; return 5; @c = ; }
                                                              ^
