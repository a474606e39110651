prog    begin { @s = 1; print(has_key(@s, 1)); }
expect  <arg>:1:31: error: has_key() needs a map with keys, '@s' has none
            begin { @s = 1; print(has_key(@s, 1)); }
                                          ^~
        <arg>:1:9: note: '@s' is used without a key here
            begin { @s = 1; print(has_key(@s, 1)); }
                    ^~
