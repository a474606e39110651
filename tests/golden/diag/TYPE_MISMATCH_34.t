prog    begin { @r = (@r, 1); @k[(a=1)] = (a=@k[(a=1)]); $u = @r; }
expect  <arg>:1:9: error: the type of '@r' contains itself
            begin { @r = (@r, 1); @k[(a=1)] = (a=@k[(a=1)]); $u = @r; }
                    ^~
            hint: assign it parts of the value that it had
        <arg>:1:23: error: the type of '@k' contains itself
            begin { @r = (@r, 1); @k[(a=1)] = (a=@k[(a=1)]); $u = @r; }
                                  ^~~~~~~~~
            hint: assign it parts of the value that it had
        <arg>:1:50: error: the type of '$u' contains itself
            begin { @r = (@r, 1); @k[(a=1)] = (a=@k[(a=1)]); $u = @r; }
                                                             ^~
            hint: assign it parts of the value that it had
