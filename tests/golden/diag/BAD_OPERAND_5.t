prog    begin { $x = exit(); }
expect  <arg>:1:14: error: exit() has no value
            begin { $x = exit(); }
                         ^~~~~~
