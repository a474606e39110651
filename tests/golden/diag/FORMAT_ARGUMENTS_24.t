prog    begin { printf("%*d", "a", 1); }
expect  <arg>:1:23: error: printf() needs an integer for '%*d', not string[2]
            begin { printf("%*d", "a", 1); }
                                  ^~~
        <arg>:1:17: note: the conversion is here
            begin { printf("%*d", "a", 1); }
                            ^~~
