prog    begin { $x = if pid { 2 } else { "a" }; $y = if pid { print(1) } else { 2 }; }
expect  <arg>:1:34: error: the two values are of different types: this one is string[2]
            begin { $x = if pid { 2 } else { "a" }; $y = if pid { print(1) } else { 2 }; }
                                             ^~~
        <arg>:1:23: note: this one is int8
            begin { $x = if pid { 2 } else { "a" }; $y = if pid { print(1) } else { 2 }; }
                                  ^
        <arg>:1:73: error: the two values are of different types: this one is int8
            begin { $x = if pid { 2 } else { "a" }; $y = if pid { print(1) } else { 2 }; }
                                                                                    ^
        <arg>:1:55: note: this one is void
            begin { $x = if pid { 2 } else { "a" }; $y = if pid { print(1) } else { 2 }; }
                                                                  ^~~~~~~~
