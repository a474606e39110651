prog    begin { @a[1] = 1; @b["x", 2] = 1; table(@a, @b); }
expect  <arg>:1:46: error: table() takes maps with the same type of key: that of '@b' is (string[2],int64)
            begin { @a[1] = 1; @b["x", 2] = 1; table(@a, @b); }
                                                         ^~
        <arg>:1:42: note: that of '@a' is int64
            begin { @a[1] = 1; @b["x", 2] = 1; table(@a, @b); }
                                                     ^~
