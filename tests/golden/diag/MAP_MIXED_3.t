prog    begin { @x = 1; print(has_key(@x, 1)); }
expect  <arg>:1:31: error: has_key() needs a map with keys, '@x' has none
            begin { @x = 1; print(has_key(@x, 1)); }
                                          ^~
        <arg>:1:9: note: '@x' is used without a key here
            begin { @x = 1; print(has_key(@x, 1)); }
                    ^~
