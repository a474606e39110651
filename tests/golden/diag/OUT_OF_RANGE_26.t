prog    begin { print(str("a", -1)); }
expect  <arg>:1:24: error: str() cannot read a negative number of bytes
            begin { print(str("a", -1)); }
                                   ^~
