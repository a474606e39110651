prog    begin { @a[1] = 1; table(@a, (top="3")); }
expect  <arg>:1:35: error: table() takes an integer literal as 'top'
            begin { @a[1] = 1; table(@a, (top="3")); }
                                              ^~~
