prog    begin { @a = (x=1, 2); }
expect  <arg>:1:20: error: expected the name of a field, found '2'
            begin { @a = (x=1, 2); }
                               ^
