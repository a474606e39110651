prog    begin { @a[1] = 1; table(@a, 5); }
expect  <arg>:1:30: error: table() takes whole maps, and a record of options behind them
            begin { @a[1] = 1; table(@a, 5); }
                                         ^
            hint: as table(@calls, @ns, (sort="-@ns", top=10))
