prog    begin { @h = hist(1); $x = @h; @s = stats(2); print(@s > 1); }
expect  <arg>:1:28: error: '@h' is an aggregation (hist) that is no number for an expression
            begin { @h = hist(1); $x = @h; @s = stats(2); print(@s > 1); }
                                       ^~
            hint: print(@h) shows it
        <arg>:1:53: error: '@s' is an aggregation (stats) that is no number for an expression
            begin { @h = hist(1); $x = @h; @s = stats(2); print(@s > 1); }
                                                                ^~
            hint: print(@s) shows it
