prog    begin { @a[1] = 1; @b[1] = 2; table(@a, @b, (sort="-@c")); }
expect  <arg>:1:53: error: this table has no map '@c'
            begin { @a[1] = 1; @b[1] = 2; table(@a, @b, (sort="-@c")); }
                                                                ^~
            hint: it has @a, @b
