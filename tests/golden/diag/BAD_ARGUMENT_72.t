prog    begin { print(pton("10.0.0.256")); print(pton("2001:db8::g")); print(macaddr(5)); print(macaddr(pton("10.0.0.1"))); print(bswap("ab")); }
expect  <arg>:1:20: error: pton() cannot make an address of "10.0.0.256"
            begin { print(pton("10.0.0.256")); print(pton("2001:db8::g")); print(macaddr(5)); print(macaddr(pton("10.0.0.1"))); print(bswap("ab")); }
                               ^~~~~~~~~~~~
            hint: write it as "192.0.2.1" or "2001:db8::1"
        <arg>:1:47: error: pton() cannot make an address of "2001:db8::g"
            begin { print(pton("10.0.0.256")); print(pton("2001:db8::g")); print(macaddr(5)); print(macaddr(pton("10.0.0.1"))); print(bswap("ab")); }
                                                          ^~~~~~~~~~~~~
            hint: write it as "192.0.2.1" or "2001:db8::1"
        <arg>:1:78: error: macaddr() needs six bytes or a pointer to them, not int8
            begin { print(pton("10.0.0.256")); print(pton("2001:db8::g")); print(macaddr(5)); print(macaddr(pton("10.0.0.1"))); print(bswap("ab")); }
                                                                                         ^
        <arg>:1:97: error: macaddr() needs six bytes or a pointer to them, not uint8[4]
            begin { print(pton("10.0.0.256")); print(pton("2001:db8::g")); print(macaddr(5)); print(macaddr(pton("10.0.0.1"))); print(bswap("ab")); }
                                                                                                            ^~~~~~~~~~~~~~~~
        <arg>:1:129: error: bswap() takes an integer as 'n', not string[3]
            begin { print(pton("10.0.0.256")); print(pton("2001:db8::g")); print(macaddr(5)); print(macaddr(pton("10.0.0.1"))); print(bswap("ab")); }
                                                                                                                                            ^~~~
