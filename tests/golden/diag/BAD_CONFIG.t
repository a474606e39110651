prog    config = {
        	max_strlen = 64;
        	max_strln = 5;
        	btf = "/x";
        	LICENSE = "MIT";
        	max_probes = "a";
        	print_maps_on_exit = 2;
        	str_trunc_trailer = 5;
        	max_map_keys = 0;
        	license = "GPL"
        };
        begin { }
expect  <arg>:3:2: error: config 'max_strln' is not known
                max_strln = 5;
                ^~~~~~~~~
            hint: did you mean 'max_strlen'?
        <arg>:4:2: error: 'btf' cannot be set in a script
                btf = "/x";
                ^~~
            hint: set it in the environment, as SONDE_BTF
        <arg>:5:12: error: config 'license' is GPL, GPL v2, GPL and additional rights, Dual BSD/GPL, Dual MIT/GPL or Dual MPL/GPL, not 'MIT'
                LICENSE = "MIT";
                          ^~~~~
        <arg>:6:15: error: config 'max_probes' is a number
                max_probes = "a";
                             ^~~
        <arg>:7:23: error: config 'print_maps_on_exit' is true or false, not '2'
                print_maps_on_exit = 2;
                                     ^
        <arg>:8:22: error: config 'str_trunc_trailer' is a string
                str_trunc_trailer = 5;
                                    ^
        <arg>:9:17: error: config 'max_map_keys' is a number from 1 to 1073741824, not '0'
                max_map_keys = 0;
                               ^
