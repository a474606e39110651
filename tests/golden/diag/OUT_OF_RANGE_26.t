prog    begin { print(str("a", -1)); }
expect  <arg>:1:24: error: str() takes a number of bytes of at least 0, not -1
            begin { print(str("a", -1)); }
                                   ^~
