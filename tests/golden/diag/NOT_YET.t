prog    config = {
        	max_map_keys = 5;
        	str_trunc_trailer = "}";
        }
        begin { @x = ; }
expect  <arg>:1:1: error: config blocks are not there yet
            config = {
            ^~~~~~
            hint: set the value in the environment, as in SONDE_MAX_MAP_KEYS=10000
        <arg>:5:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
