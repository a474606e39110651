prog    begin { print(buf("abc", 0)); print(buf("abc", 9)); print(strncmp(comm, "a", 0)); print(memcmp(comm, "ab", 4)); }
expect  <arg>:1:26: error: buf() takes a number of bytes of at least 1, not 0
            begin { print(buf("abc", 0)); print(buf("abc", 9)); print(strncmp(comm, "a", 0)); print(memcmp(comm, "ab", 4)); }
                                     ^
        <arg>:1:48: error: buf() is asked for 9 bytes of something that has 4
            begin { print(buf("abc", 0)); print(buf("abc", 9)); print(strncmp(comm, "a", 0)); print(memcmp(comm, "ab", 4)); }
                                                           ^
        <arg>:1:102: error: memcmp() is asked for 4 bytes of something that has 3
            begin { print(buf("abc", 0)); print(buf("abc", 9)); print(strncmp(comm, "a", 0)); print(memcmp(comm, "ab", 4)); }
                                                                                                                 ^~~~
