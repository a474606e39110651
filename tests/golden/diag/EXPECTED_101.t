prog    config = { max_strlen = 64 max_map_keys = 5; license = ; = 4; print_maps_on_exit == 0; cpp_demangle = true }
        config = { }
        begin { @x = ; }
expect  <arg>:1:27: error: expected ';' behind the value, found 'max_map_keys'
            config = { max_strlen = 64 max_map_keys = 5; license = ; = 4; print_maps_on_exit == 0; cpp_demangle = true }
                                      ^
        <arg>:1:56: error: expected a number, a string or a word, found ';'
            config = { max_strlen = 64 max_map_keys = 5; license = ; = 4; print_maps_on_exit == 0; cpp_demangle = true }
                                                                   ^
        <arg>:1:58: error: expected the name of a config key, found '='
            config = { max_strlen = 64 max_map_keys = 5; license = ; = 4; print_maps_on_exit == 0; cpp_demangle = true }
                                                                     ^
        <arg>:1:81: error: expected '=' and a value, found '=='
            config = { max_strlen = 64 max_map_keys = 5; license = ; = 4; print_maps_on_exit == 0; cpp_demangle = true }
                                                                                            ^
        <arg>:2:1: error: a script has one 'config' block
            config = { }
            ^~~~~~
        <arg>:1:1: note: this is the first one
            config = { max_strlen = 64 max_map_keys = 5; license = ; = 4; print_maps_on_exit == 0; cpp_demangle = true }
            ^~~~~~
        <arg>:3:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
