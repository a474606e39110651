prog    begin { @a[1] = 1; @b = 1; table(@a, @b); }
expect  <arg>:1:38: error: table() takes maps with the same type of key: that of '@b' is none
            begin { @a[1] = 1; @b = 1; table(@a, @b); }
                                                 ^~
        <arg>:1:34: note: that of '@a' is int64
            begin { @a[1] = 1; @b = 1; table(@a, @b); }
                                             ^~
