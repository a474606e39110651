prog    begin { printf("a\0b"); }
expect  <arg>:1:16: error: the format of printf() holds a zero byte, which would end it
            begin { printf("a\0b"); }
                           ^~~~~~
