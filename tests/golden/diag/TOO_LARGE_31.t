prog    begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
expect  <arg>:1:18: error: a string holds at most 1024 bytes
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                             ^~~~~~~~~~~~
            hint: raise the limit with SONDE_MAX_STRLEN
        <arg>:1:41: error: a buffer holds at most 1024 bytes
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                                                    ^~~~~~~~~~~~~~~~~~
            hint: raise the limit with SONDE_MAX_STRLEN
        <arg>:1:70: error: uint8[100000] has 100000 bytes, a value has at most 4096
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                                                                                 ^~~~~~~~~~~~~
            hint: use its elements, one by one
        <arg>:1:98: error: a string holds at most 1024 bytes
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                                                                                                             ^~~~~~~~~~~~~
            hint: raise the limit with SONDE_MAX_STRLEN
        <arg>:1:13: warning: '$a' is never assigned
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                        ^~
        <arg>:1:36: warning: '$b' is never assigned
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                                               ^~
        <arg>:1:65: warning: '$c' is never assigned
            begin { let $a : string[1025]; let $b : buffer[4294967295]; let $c : uint8[100000]; print(sizeof(string[70000])); }
                                                                            ^~
