prog    iter:task:x { printf("%s %s\n", probe, kstack); }
expect  <arg>:1:40: error: printf() in a pinned iterator prints strings and integers, not kstack_t: the kernel formats them
            iter:task:x { printf("%s %s\n", probe, kstack); }
                                                   ^~~~~~
