prog    begin { 5; pid + 1; comm == "a"; @x++; @y[1] = 1; delete(@y, 1); has_key(@y, 1); }
exit    0
expect  <arg>:1:9: warning: the value of this expression is not used
            begin { 5; pid + 1; comm == "a"; @x++; @y[1] = 1; delete(@y, 1); has_key(@y, 1); }
                    ^
        <arg>:1:12: warning: the value of this expression is not used
            begin { 5; pid + 1; comm == "a"; @x++; @y[1] = 1; delete(@y, 1); has_key(@y, 1); }
                       ^~~~~~~
        <arg>:1:21: warning: the value of this expression is not used
            begin { 5; pid + 1; comm == "a"; @x++; @y[1] = 1; delete(@y, 1); has_key(@y, 1); }
                                ^~~~~~~~~~~
        <arg>:1:66: warning: the value of this expression is not used
            begin { 5; pid + 1; comm == "a"; @x++; @y[1] = 1; delete(@y, 1); has_key(@y, 1); }
                                                                             ^~~~~~~~~~~~~~
