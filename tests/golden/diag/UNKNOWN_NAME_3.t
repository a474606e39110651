prog    begin { $x = 1; @y = 2; print(x); print(y); }
expect  <arg>:1:31: error: 'x' is not defined
            begin { $x = 1; @y = 2; print(x); print(y); }
                                          ^
            hint: did you mean '$x'?
        <arg>:1:41: error: 'y' is not defined
            begin { $x = 1; @y = 2; print(x); print(y); }
                                                    ^
            hint: did you mean '@y'?
