prog    begin { @y = 2; print($pid); print($y); }
expect  <arg>:1:23: error: '$pid' is not defined
            begin { @y = 2; print($pid); print($y); }
                                  ^~~~
            hint: did you mean 'pid'?
        <arg>:1:36: error: '$y' is not defined
            begin { @y = 2; print($pid); print($y); }
                                               ^~
            hint: did you mean '@y'?
