prog    begin { printf("%r %rx\n", comm, 5); }
expect  <arg>:1:28: error: printf() needs a buffer for '%r', not string[16]
            begin { printf("%r %rx\n", comm, 5); }
                                       ^~~~
        <arg>:1:17: note: the conversion is here
            begin { printf("%r %rx\n", comm, 5); }
                            ^~
        <arg>:1:34: error: printf() needs a buffer for '%rx', not int8
            begin { printf("%r %rx\n", comm, 5); }
                                             ^
        <arg>:1:20: note: the conversion is here
            begin { printf("%r %rx\n", comm, 5); }
                               ^~~
