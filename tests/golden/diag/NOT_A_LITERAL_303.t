prog    begin { @a[1] = 1; table(@a, (header=0)); }
expect  <arg>:1:38: error: table() takes true or false as 'header'
            begin { @a[1] = 1; table(@a, (header=0)); }
                                                 ^
