prog    begin { @s = 1; print(len(@s)); }
expect  <arg>:1:27: error: len() needs a map with keys, '@s' has none
            begin { @s = 1; print(len(@s)); }
                                      ^~
        <arg>:1:9: note: '@s' is used without a key here
            begin { @s = 1; print(len(@s)); }
                    ^~
