prog    begin { @a[1] = 1; rate(@a, -1); }
expect  <arg>:1:29: error: rate() takes a number of entries from 0 to 4294967295, not -1
            begin { @a[1] = 1; rate(@a, -1); }
                                        ^~
