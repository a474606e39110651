prog    begin { @a = pct(1, 50, 99, 50); @b = pct("x"); @c = stddev("x"); @m[1] = 1; find(@m, 1, 2); @h[1] = hist(1); find(@h, 1, $x); }
expect  <arg>:1:29: error: pct() is given the percentile 50 twice
            begin { @a = pct(1, 50, 99, 50); @b = pct("x"); @c = stddev("x"); @m[1] = 1; find(@m, 1, 2); @h[1] = hist(1); find(@h, 1, $x); }
                                        ^~
        <arg>:1:43: error: pct() takes an integer as 'n', not string[2]
            begin { @a = pct(1, 50, 99, 50); @b = pct("x"); @c = stddev("x"); @m[1] = 1; find(@m, 1, 2); @h[1] = hist(1); find(@h, 1, $x); }
                                                      ^~~
        <arg>:1:61: error: stddev() takes an integer as 'n', not string[2]
            begin { @a = pct(1, 50, 99, 50); @b = pct("x"); @c = stddev("x"); @m[1] = 1; find(@m, 1, 2); @h[1] = hist(1); find(@h, 1, $x); }
                                                                        ^~~
        <arg>:1:90: error: find() takes a variable as 'out', not a number
            begin { @a = pct(1, 50, 99, 50); @b = pct("x"); @c = stddev("x"); @m[1] = 1; find(@m, 1, 2); @h[1] = hist(1); find(@h, 1, $x); }
                                                                                                     ^
        <arg>:1:111: error: '@h' is an aggregation (hist) that is no number for an expression
            begin { @a = pct(1, 50, 99, 50); @b = pct("x"); @c = stddev("x"); @m[1] = 1; find(@m, 1, 2); @h[1] = hist(1); find(@h, 1, $x); }
                                                                                                                          ^~~~~~~~~~~~~~~
            hint: print(@h) shows it
