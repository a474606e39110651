prog    begin { @m = 1; find(@m, 1, $x); }
expect  <arg>:1:22: error: find() needs a map with keys, '@m' has none
            begin { @m = 1; find(@m, 1, $x); }
                                 ^~
        <arg>:1:9: note: '@m' is used without a key here
            begin { @m = 1; find(@m, 1, $x); }
                    ^~
