prog    begin { print(str((1, 2))); }
expect  <arg>:1:19: error: str() needs an address or a string, not (int64,int64)
            begin { print(str((1, 2))); }
                              ^~~~~~
