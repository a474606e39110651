prog    begin { @m[1] = 1; print(@m, -2); }
expect  <arg>:1:30: error: print() takes a number of entries from 0 to 4294967295, not -2
            begin { @m[1] = 1; print(@m, -2); }
                                         ^~
