prog    begin { printf("a\"
expect  <arg>:1:16: error: string has no closing '"' on its line
            begin { printf("a\"
                           ^~~~
            hint: a line break in a string is written \n
