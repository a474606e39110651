prog    begin { @h[1] = hist(1); print(@h[1]); @x[@h[1]] = 1; }
expect  <arg>:1:32: error: print() cannot print one element of a hist map
            begin { @h[1] = hist(1); print(@h[1]); @x[@h[1]] = 1; }
                                           ^~~~~
            hint: print the whole map: print(@h)
        <arg>:1:43: error: '@h' is a hist: it is no number that an expression can use
            begin { @h[1] = hist(1); print(@h[1]); @x[@h[1]] = 1; }
                                                      ^~~~~
            hint: print(@h) shows it
