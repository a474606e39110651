prog    begin { print((string)1); }
expect  <arg>:1:16: error: the type 'string' is not there yet
            begin { print((string)1); }
                           ^~~~~~
