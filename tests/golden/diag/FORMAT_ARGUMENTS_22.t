prog    begin { printf("%d %d", 1); }
expect  <arg>:1:9: error: printf() has 1 value for a format that takes 2
            begin { printf("%d %d", 1); }
                    ^~~~~~~~~~~~~~~~~~
