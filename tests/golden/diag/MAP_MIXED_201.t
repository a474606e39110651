prog    begin { @s = 1; for ($kv : @s) { print($kv); } }
expect  <arg>:1:28: error: '@s' has no keys: there is nothing to go over
            begin { @s = 1; for ($kv : @s) { print($kv); } }
                                       ^~
        <arg>:1:9: note: it is used without a key here
            begin { @s = 1; for ($kv : @s) { print($kv); } }
                    ^~
