prog    begin { print(str($1 + 3)); print(str($1 + 4)); }
params  abc
expect  <arg>:1:39: error: $1 has 3 bytes: 4 cannot be left out
            begin { print(str($1 + 3)); print(str($1 + 4)); }
                                                  ^~~~~~
