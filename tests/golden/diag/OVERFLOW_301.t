prog    begin { print(-9223372036854775807 * -2); print(-3 * -4611686018427387904); print((-9223372036854775807 - 1) / -1); print((-9223372036854775807 - 1) % -1); print(0x7fffffffffffffff * 2); print(-(-9223372036854775808)); }
expect  <arg>:1:15: error: the result of '*' does not fit into 64 bits
            begin { print(-9223372036854775807 * -2); print(-3 * -4611686018427387904); print((-9223372036854775807 - 1) / -1); print((-9223372036854775807 - 1) % -1); print(0x7fffffffffffffff * 2); print(-(-9223372036854775808)); }
                          ^~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:49: error: the result of '*' does not fit into 64 bits
            begin { print(-9223372036854775807 * -2); print(-3 * -4611686018427387904); print((-9223372036854775807 - 1) / -1); print((-9223372036854775807 - 1) % -1); print(0x7fffffffffffffff * 2); print(-(-9223372036854775808)); }
                                                            ^~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:194: error: the result of '-' does not fit into 64 bits
            begin { print(-9223372036854775807 * -2); print(-3 * -4611686018427387904); print((-9223372036854775807 - 1) / -1); print((-9223372036854775807 - 1) % -1); print(0x7fffffffffffffff * 2); print(-(-9223372036854775808)); }
                                                                                                                                                                                                             ^~~~~~~~~~~~~~~~~~~~~~~
