prog    begin { printf("%d", "x"); }
expect  <arg>:1:22: error: printf() needs an integer, bool or pointer for '%d', not string[2]
            begin { printf("%d", "x"); }
                                 ^~~
        <arg>:1:17: note: the conversion is here
            begin { printf("%d", "x"); }
                            ^~
            hint: '%s' prints any value
