prog    begin { printf("%d %s\n", 1); printf("%d\n", comm); printf("x", 1); }
expect  <arg>:1:9: error: printf() has 1 value for a format that takes 2
            begin { printf("%d %s\n", 1); printf("%d\n", comm); printf("x", 1); }
                    ^~~~~~~~~~~~~~~~~~~~
        <arg>:1:46: error: printf() needs an integer, bool or pointer for '%d', not string[16]
            begin { printf("%d %s\n", 1); printf("%d\n", comm); printf("x", 1); }
                                                         ^~~~
        <arg>:1:39: note: the conversion is here
            begin { printf("%d %s\n", 1); printf("%d\n", comm); printf("x", 1); }
                                                  ^~
            hint: '%s' prints any value
        <arg>:1:65: error: printf() has 1 value for a format that takes 0
            begin { printf("%d %s\n", 1); printf("%d\n", comm); printf("x", 1); }
                                                                            ^
