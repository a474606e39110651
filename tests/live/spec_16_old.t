# tests/live/spec_16_old.t - language.md chapter 16: forms of old scripts.
name    O11: old names of environment variables are taken with a warning, those of today beat them
sh      p='begin { print((config.max_strlen, config.max_map_keys, config.max_cat_bytes, config.cpp_demangle)); exit(); }'; BPFTRACE_STRLEN=100 BPFTRACE_MAP_KEYS_MAX=5 SONDE_CAT_BYTES_MAX=7 BPFTRACE_NO_CPP_DEMANGLE=true $SONDE -q -e "$p" 2>&1; BPFTRACE_STRLEN=100 BPFTRACE_MAX_STRLEN=200 $SONDE -q -e "$p" 2>/dev/null
expect  sonde: warning: environment variable BPFTRACE_STRLEN: the key is called max_strlen now
        sonde: warning: environment variable BPFTRACE_MAP_KEYS_MAX: the key is called max_map_keys now
        sonde: warning: environment variable SONDE_CAT_BYTES_MAX: the key is called max_cat_bytes now
        sonde: warning: environment variable BPFTRACE_NO_CPP_DEMANGLE: the key is called cpp_demangle now
        (100, 5, 7, false)
        (200, 4096, 10240, true)
---
name    O12: old config keys are taken with a warning
sh      $SONDE -q -e 'config = { strlen = 100; map_keys_max = 5; cat_bytes_max = 7; no_cpp_demangle = true } begin { print((config.max_strlen, config.max_map_keys, config.max_cat_bytes, config.cpp_demangle)); exit(); }' 2>&1 | grep -v '^    [^h]'
expect  <arg>:1:12: warning: config 'strlen' is an old name
            hint: it is called 'max_strlen' now
        <arg>:1:26: warning: config 'map_keys_max' is an old name
            hint: it is called 'max_map_keys' now
        <arg>:1:44: warning: config 'cat_bytes_max' is an old name
            hint: it is called 'max_cat_bytes' now
        <arg>:1:63: warning: config 'no_cpp_demangle' is an old name
            hint: it is called 'cpp_demangle' now, and means the opposite
        (100, 5, 7, false)
---
name    O13: config keys that have nothing to set any more are taken with a warning
sh      $SONDE -q -e 'config = { symbol_source = dwarf; max_type_res_iterations = 5; unstable_addr = true; unstable_import = error; unstable_macro = warn; unstable_map_decl = false; } let @a = hash(1); macro m() { 1 } begin { @a = m; print(@a); clear(@a); exit(); }' 2>&1 | grep -v '^    '
expect  <arg>:1:12: warning: config 'symbol_source' has no effect any more
        <arg>:1:35: warning: config 'max_type_res_iterations' has no effect any more
        <arg>:1:64: warning: config 'unstable_addr' has no effect any more
        <arg>:1:86: warning: config 'unstable_import' has no effect any more
        <arg>:1:111: warning: config 'unstable_macro' has no effect any more
        <arg>:1:134: warning: config 'unstable_map_decl' has no effect any more
        @a: 1
---
name    O17: unroll with a parameter, and while
args    4
prog    begin { unroll($1) { printf("u"); } $i = 0; while ($i < 3) { printf("w"); $i++; } printf("\n"); }
expect  uuuuwww
---
name    O20: variables used outside of their block
prog    begin { for ($i : 0..3) { $last = $i; } printf("%d\n", $last); }
expect  2
stderr-re warning: '\$last' is used behind the block that it belongs to$
