prog    config = { strlen = 64; BPFTRACE_MAP_KEYS_MAX = 5; cat_bytes_max = 100; no_cpp_demangle = true; symbol_source = dwarf }
        begin { }
expect  <arg>:1:12: warning: config 'strlen' is an old name
            config = { strlen = 64; BPFTRACE_MAP_KEYS_MAX = 5; cat_bytes_max = 100; no_cpp_demangle = true; symbol_source = dwarf }
                       ^~~~~~
            hint: it is called 'max_strlen' now
        <arg>:1:25: warning: config 'BPFTRACE_MAP_KEYS_MAX' is an old name
            config = { strlen = 64; BPFTRACE_MAP_KEYS_MAX = 5; cat_bytes_max = 100; no_cpp_demangle = true; symbol_source = dwarf }
                                    ^~~~~~~~~~~~~~~~~~~~~
            hint: it is called 'max_map_keys' now
        <arg>:1:52: warning: config 'cat_bytes_max' is an old name
            config = { strlen = 64; BPFTRACE_MAP_KEYS_MAX = 5; cat_bytes_max = 100; no_cpp_demangle = true; symbol_source = dwarf }
                                                               ^~~~~~~~~~~~~
            hint: it is called 'max_cat_bytes' now
        <arg>:1:73: warning: config 'no_cpp_demangle' is an old name
            config = { strlen = 64; BPFTRACE_MAP_KEYS_MAX = 5; cat_bytes_max = 100; no_cpp_demangle = true; symbol_source = dwarf }
                                                                                    ^~~~~~~~~~~~~~~
            hint: it is called 'cpp_demangle' now, and means the opposite
        <arg>:1:97: warning: config 'symbol_source' has no effect any more
            config = { strlen = 64; BPFTRACE_MAP_KEYS_MAX = 5; cat_bytes_max = 100; no_cpp_demangle = true; symbol_source = dwarf }
                                                                                                            ^~~~~~~~~~~~~
exit    0
