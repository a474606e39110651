prog    begin { print(sizeof(int64[4294967295])); }
expect  <arg>:1:22: error: the type has more than 4 GiB
            begin { print(sizeof(int64[4294967295])); }
                                 ^~~~~~~~~~~~~~~~~
