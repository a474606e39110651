prog    begin { @a[1] = 1; @b[1] = 2; table(@a, @b, (rate="@b,@q")); }
expect  <arg>:1:55: error: this table has no map '@q'
            begin { @a[1] = 1; @b[1] = 2; table(@a, @b, (rate="@b,@q")); }
                                                                  ^~
            hint: it has @a, @b
