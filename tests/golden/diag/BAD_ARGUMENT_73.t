prog    begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
expect  <arg>:1:15: error: buf() needs to know how many bytes lie at an address
            begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
                          ^~~~~~
            hint: write buf(address, length)
        <arg>:1:34: error: buf() needs an address, an array or a string, not (int64,int64)
            begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
                                             ^~~~~~
        <arg>:1:58: error: strncmp() compares strings, not int8
            begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
                                                                     ^
        <arg>:1:85: error: memcmp() compares strings, arrays and what pointers point to, not bool
            begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
                                                                                                ^~~~
        <arg>:1:115: error: strlen() needs a string or a pointer to one, not int8
            begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
                                                                                                                              ^
        <arg>:1:143: error: str_concat() takes a string as 'b', not int8
            begin { print(buf(5)); print(buf((1, 2))); print(strncmp(1, comm, 3)); print(memcmp(true, comm, 3)); print(strlen(5)); print(str_concat(comm, 1)); }
                                                                                                                                                          ^
