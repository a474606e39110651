prog    begin { print(ntop("localhost")); print(ntop(7, 1)); print(ntop(10, 1)); print(ntop(true ? 2 : 10, (1, 2))); print(ntop(comm, 1)); }
expect  <arg>:1:20: error: ntop() needs an address, not string[10]
            begin { print(ntop("localhost")); print(ntop(7, 1)); print(ntop(10, 1)); print(ntop(true ? 2 : 10, (1, 2))); print(ntop(comm, 1)); }
                               ^~~~~~~~~~~
            hint: an integer is an IPv4 address, 4 or 16 bytes are an address of IPv4 or IPv6
        <arg>:1:46: error: ntop() does not know the address family 7
            begin { print(ntop("localhost")); print(ntop(7, 1)); print(ntop(10, 1)); print(ntop(true ? 2 : 10, (1, 2))); print(ntop(comm, 1)); }
                                                         ^
            hint: it is AF_INET (2) or AF_INET6 (10)
        <arg>:1:65: error: ntop() needs 16 bytes for an address of this family, not 4
            begin { print(ntop("localhost")); print(ntop(7, 1)); print(ntop(10, 1)); print(ntop(true ? 2 : 10, (1, 2))); print(ntop(comm, 1)); }
                                                                            ^~
        <arg>:1:100: error: ntop() needs an address, not (int64,int64)
            begin { print(ntop("localhost")); print(ntop(7, 1)); print(ntop(10, 1)); print(ntop(true ? 2 : 10, (1, 2))); print(ntop(comm, 1)); }
                                                                                                               ^~~~~~
            hint: an integer is an IPv4 address, 4 or 16 bytes are an address of IPv4 or IPv6
        <arg>:1:121: error: ntop() needs an integer as address family, not string[16]
            begin { print(ntop("localhost")); print(ntop(7, 1)); print(ntop(10, 1)); print(ntop(true ? 2 : 10, (1, 2))); print(ntop(comm, 1)); }
                                                                                                                                    ^~~~
