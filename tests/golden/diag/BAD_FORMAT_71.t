prog    iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
expect  <arg>:1:23: error: printf() in a pinned iterator cannot use this conversion: the kernel has no such conversion
            iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
                                  ^~
        <arg>:1:26: error: printf() in a pinned iterator cannot use this conversion: the kernel takes no precision
            iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
                                     ^~~~
        <arg>:1:31: error: printf() in a pinned iterator cannot use this conversion: the kernel takes no width or precision from a value
            iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
                                          ^~~
        <arg>:1:35: error: printf() in a pinned iterator cannot use this conversion: the kernel has no flag '#'
            iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
                                              ^~~
        <arg>:1:39: error: printf() in a pinned iterator cannot use this conversion: the kernel takes no width for a pointer
            iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
                                                  ^~~
        <arg>:1:43: error: printf() in a pinned iterator cannot use this conversion: the kernel has no such conversion
            iter:task:x { printf("%o %.3s %*d %#x %5p %gr\n", 1, comm, 2, 3, 4, 5, 6); }
                                                      ^~~
