prog    begin { $t = (1, 2); print($t.first); print(pid.x); }
expect  <arg>:1:31: error: 'first' is no element of a tuple
            begin { $t = (1, 2); print($t.first); print(pid.x); }
                                          ^~~~~
            hint: its elements are .0, .1 and so on
        <arg>:1:49: error: 'x' is no field: uint32 has none
            begin { $t = (1, 2); print($t.first); print(pid.x); }
                                                            ^
