prog    begin { @a[1] = 1; table(@a, (unit="m")); }
expect  <arg>:1:37: error: table() does not know the unit 'm'
            begin { @a[1] = 1; table(@a, (unit="m")); }
                                                ^
            hint: it is one of ns, us, ms, s, bytes, or nothing
