prog    begin { @a[1] = 1; @h[1] = hist(5); table(@a, @h); }
expect  <arg>:1:47: error: table() has no cell for the values of '@h', which are hist
            begin { @a[1] = 1; @h[1] = hist(5); table(@a, @h); }
                                                          ^~
            hint: print(@h) shows them
