prog    begin { print(sizeof(int8[1][1][1][1][1][1][1][1][1])); print(sizeof(int32[2][3])); }
expect  <arg>:1:52: error: a type has at most 8 dimensions
            begin { print(sizeof(int8[1][1][1][1][1][1][1][1][1])); print(sizeof(int32[2][3])); }
                                                               ^
