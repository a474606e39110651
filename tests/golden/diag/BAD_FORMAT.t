prog    begin { printf("%d %y\n", 1, 2); }
expect  <arg>:1:20: error: printf() cannot use this format: unknown conversion '%y'
            begin { printf("%d %y\n", 1, 2); }
                               ^~
