prog    begin { @a[1] = 1; table(@a, @a); }
expect  <arg>:1:30: error: table() is given '@a' twice
            begin { @a[1] = 1; table(@a, @a); }
                                         ^~
