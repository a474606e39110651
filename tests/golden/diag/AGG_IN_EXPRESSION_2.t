prog    begin { @h[1] = hist(1); print(@h[1]); @x[@h[1]] = 1; }
expect  <arg>:1:32: error: print() cannot print one element of a hist map
            begin { @h[1] = hist(1); print(@h[1]); @x[@h[1]] = 1; }
                                           ^~~~~
            hint: print the whole map: print(@h)
        <arg>:1:43: error: '@h' is an aggregation (hist) that is no number for an expression
            begin { @h[1] = hist(1); print(@h[1]); @x[@h[1]] = 1; }
                                                      ^~~~~
            hint: print(@h) shows it
