prog    iter:task:x { printf("café\n"); printf("bell\x07 %d", 1); }
expect  <arg>:1:22: error: printf() in a pinned iterator prints ASCII text only: the kernel refuses other bytes
            iter:task:x { printf("café\n"); printf("bell\x07 %d", 1); }
                                 ^~~~~~~~
        <arg>:1:41: error: printf() in a pinned iterator prints ASCII text only: the kernel refuses other bytes
            iter:task:x { printf("café\n"); printf("bell\x07 %d", 1); }
                                                   ^~~~~~~~~~~~~
