prog    begin { @a[1] = 1; table(@a, (top=-1)); }
expect  <arg>:1:35: error: table() takes a number of rows from 0 to 4294967295 as 'top'
            begin { @a[1] = 1; table(@a, (top=-1)); }
                                              ^~
