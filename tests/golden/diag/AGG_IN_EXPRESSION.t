prog    begin { @h = hist(1); $x = @h; @s = stats(2); print(@s > 1); }
expect  <arg>:1:28: error: '@h' is a hist: it is no number that an expression can use
            begin { @h = hist(1); $x = @h; @s = stats(2); print(@s > 1); }
                                       ^~
            hint: print(@h) shows it
        <arg>:1:53: error: '@s' is a stats: it is no number that an expression can use
            begin { @h = hist(1); $x = @h; @s = stats(2); print(@s > 1); }
                                                                ^~
            hint: print(@s) shows it
