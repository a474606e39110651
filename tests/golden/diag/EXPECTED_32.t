prog    begin { @a = (x=1,); }
expect  <arg>:1:19: error: expected the name of a field, found ')'
            begin { @a = (x=1,); }
                              ^
