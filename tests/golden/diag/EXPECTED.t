prog    begin { @x = 5 printf("x"); }
expect  <arg>:1:15: error: expected ';' behind the statement, found 'printf'
            begin { @x = 5 printf("x"); }
                          ^
