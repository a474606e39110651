prog    begin { print(9223372036854775807 * 3); print(-9223372036854775808 - 1); print(0xffffffffffffffff + 1); }
expect  <arg>:1:15: error: the result of '*' does not fit into 64 bits
            begin { print(9223372036854775807 * 3); print(-9223372036854775808 - 1); print(0xffffffffffffffff + 1); }
                          ^~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:47: error: the result of '-' does not fit into 64 bits
            begin { print(9223372036854775807 * 3); print(-9223372036854775808 - 1); print(0xffffffffffffffff + 1); }
                                                          ^~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:80: error: the result of '+' does not fit into 64 bits
            begin { print(9223372036854775807 * 3); print(-9223372036854775808 - 1); print(0xffffffffffffffff + 1); }
                                                                                           ^~~~~~~~~~~~~~~~~~~~~~
