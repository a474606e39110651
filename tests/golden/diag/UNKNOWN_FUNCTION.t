prog    begin { @x = histt(1); }
expect  <arg>:1:14: error: 'histt' is not defined
            begin { @x = histt(1); }
                         ^~~~~
            hint: did you mean 'hist'?
