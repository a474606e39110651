prog    begin { @a[1] = 1; table(@a, (tip=3)); }
expect  <arg>:1:31: error: table() has no option 'tip'
            begin { @a[1] = 1; table(@a, (tip=3)); }
                                          ^~~
            hint: its options are sort, top, unit, rate, cols, keys, header
