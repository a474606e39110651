prog    begin { @c = count(); @c = sum(1); @c = 5; }
expect  <arg>:1:28: error: '@c' is count_t, not sum_t
            begin { @c = count(); @c = sum(1); @c = 5; }
                                       ^~~~~~
        <arg>:1:14: note: it is count_t here
            begin { @c = count(); @c = sum(1); @c = 5; }
                         ^~~~~~~
        <arg>:1:41: error: '@c' is count_t, not int64
            begin { @c = count(); @c = sum(1); @c = 5; }
                                                    ^
        <arg>:1:14: note: it is count_t here
            begin { @c = count(); @c = sum(1); @c = 5; }
                         ^~~~~~~
