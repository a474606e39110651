# tests/live/spec_16_old.t - the rows of chapter 16 of the language: forms of older programs.
name    O1: BEGIN, END and providers in upper case
sh      "$SONDE" -q -c "$TESTBIN/same work" -e 'BEGIN { print("B"); } TRACEPOINT:syscalls:sys_enter_getppid /comm == "same"/ { @ = count(); } Interval:s:100 { } END { print("E"); }'
expect
        B
        E
        
        
        @: 100
stderr
---
name    O2: args->x
sh      "$SONDE" -q -c "$TESTBIN/same work" -e 'tracepoint:syscalls:sys_enter_write /comm == "same"/ { @a = sum(args->count); @b = sum(args.count); }'
expect
        
        
        @a: 2989
        @b: 2989
stderr
---
name    O3: kfunc and kretfunc are fentry and fexit
needs   root fentry
sh      "$SONDE" -q -c "$TESTBIN/same work" -e 'kfunc:ksys_write /comm == "same"/ { @a = sum(args.count); } kretfunc:ksys_write /comm == "same"/ { @b = sum(retval); @p[probe] = count(); }'
expect
        
        
        @a: 2989
        @b: 2989
        @p[fexit:ksys_write]: 60
---
name    O3: where there is no fentry the message calls them by their present names
sh      "$SONDE" -e 'kfunc:vfs_read { } kretfunc:no_such_function { }' --dry-run 2>&1 | grep -o 'error: [a-z]*'
expect-re ^error: (fentry|fexit|function|no)$
reject-re kfunc|kretfunc
---
name    O4 O5: delete() of elements, one or several
sh      "$SONDE" -q -e 'begin { @a[1] = 1; @a[2] = 2; @b[1] = 3; @b[2] = 4; delete(@a[1]); delete(@a[2], @b[1]); exit(); }'
expect
        
        
        @b[2]: 4
stderr
---
name    O5: every argument must be an element
sh      "$SONDE" -e 'begin { @a[1] = 2; delete(@a[1], 5); }'; echo $?
expect  1
stderr-re ^<arg>:1:34: error: delete\(\) needs map elements$
---
name    O6: sarg0 and so on
sh      printf 'uprobe:%s:work { printf("%%s\\n", sarg0 == sarg0 ? "a word" : "?"); exit(); }\n' "$TESTBIN/same" > p.bt; "$SONDE" -q p.bt -c "$TESTBIN/same work"
expect  a word
---
name    O7: SIGUSR1 prints the maps only where config print_maps_on_sigusr1 says so
prog    config = { print_maps_on_sigusr1 = true }
        begin { @a = 5; } interval:s:100 { }
run     kill -USR1 $PID; until grep -q 5 $OUT; do sleep 0.01; done
args    -q
expect
        @a: 5
        
        
        @a: 5
---
name    O7: without it they are printed once, at the end
prog    begin { @a = 5; } interval:s:100 { } self:signal:SIGUSR1 { print("seen"); }
run     kill -USR1 $PID; until grep -q seen $OUT; do sleep 0.01; done
args    -q
expect
        seen
        
        
        @a: 5
---
name    O8: asyncwatchpoint and aw are watchpoint
sh      for p in asyncwatchpoint aw w watchpoint; do "$SONDE" -l "$p:0x1000:8:w"; done
expect
        watchpoint:4096:8:w
        watchpoint:4096:8:w
        watchpoint:4096:8:w
        watchpoint:4096:8:w
---
name    O9: a watchpoint on an argument is refused, with the form that there is
sh      "$SONDE" -e 'watchpoint:main+arg1:8:w { }'; echo $?
expect  1
stderr  <arg>:1:12: error: 'main+arg1' is not an address: it must be a number
            watchpoint:main+arg1:8:w { }
                       ^~~~~~~~~
            hint: what an argument points to cannot be watched by name: print the address in a probe of the function, then watch that, as in watchpoint:0x55d0c0ffee00:8:w
---
name    O10: -kk, -dd, -d without a stage, -b, --btf
before  printf 'begin { print(1); exit(); }' > t.bt
sh      "$SONDE" -kk -q t.bt; "$SONDE" -b -q t.bt; "$SONDE" --btf -q t.bt; for d in -dd -d; do "$SONDE" -q --dry-run $d t.bt 2>&1 | grep -q '^probe' && echo dumped; done
expect
        1
        1
        1
        dumped
        dumped
---
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
name    O14: strncmp() and tests of strings are numbers
prog    begin { $x = strncmp("abc", "abd", 2) + ("a" == "a") * 10 + ("a" != "a"); print($x); if (strncmp("a", "b", 1)) { print("differ"); } if (!strncmp("ab", "ab", 2)) { print("same"); } exit(); }
args    -q
expect
        10
        differ
        same
---
name    O15: includes of the kernel's headers
prog    #include <linux/sched.h>
        #include <linux/fs.h>
        #include <net/sock.h>
        begin { print(sizeof(struct list_head)); exit(); }
args    -q
expect  16
stderr
---
name    O16: precisions
sh      "$SONDE" -q -e 'begin { printf("%-10.10s|%-10.3s|%10.2s|%8.3d|\n", "abc", "abcdef", "abcdef", 5); exit(); }'; printf '%-10.10s|%-10.3s|%10.2s|%8.3d|\n' abc abcdef abcdef 5
expect
        abc       |abc       |        ab|     005|
        abc       |abc       |        ab|     005|
---
name    O17: unroll with a parameter, and while
args    4
prog    begin { unroll($1) { printf("u"); } $i = 0; while ($i < 3) { printf("w"); $i++; } printf("\n"); }
expect  uuuuwww
---
name    O18: stats print as a record
prog    begin { @s = stats(5); @s = stats(8); exit(); }
args    -q
expect
        
        
        @s: { .count = 2, .average = 6, .total = 13 }
---
name    O19: the line above a histogram has no blank at its end, and the attach line is no data
sh      "$SONDE" -e 'begin { @h = hist(3); exit(); }' 2>err | grep '@h' | od -An -c; grep -c '^Attached' err
expect
           @   h   :  \n
        1
---
name    O20: variables used outside of their block
prog    begin { for ($i : 0..3) { $last = $i; } printf("%d\n", $last); }
expect  2
stderr-re warning: '\$last' is used behind the block that it belongs to$
---
name    O20: variables outside of their block
sh      "$SONDE" -q -e 'begin { if (1) { $a = 5; } else { $a = 6; } print($a); exit(); }'
expect  5
stderr-re warning: '\$a' is used behind the block that it belongs to$
---
name    O21: programs on a kernel without BTF
needs   root own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && "$SONDE" -q -c "$TESTBIN/same work" -e "struct pair { int a; char b; };
        tracepoint:syscalls:sys_enter_getppid /comm == \"same\"/ { @[sizeof(struct pair), comm] = count(); }"'
expect
        
        
        @[8, same]: 100
---
name    O22: a missing probe in a list
sh      "$SONDE" -q -e 'tracepoint:syscalls:sys_enter_nosuch, begin { print(1); exit(); }'; echo $?; SONDE_MISSING_PROBES=ignore "$SONDE" -q -e 'tracepoint:syscalls:sys_enter_nosuch, begin { print(1); exit(); }'; echo $?
expect
        2
        1
        0
stderr
        <arg>:1:21: error: category 'syscalls' has no tracepoint 'sys_enter_nosuch'
            tracepoint:syscalls:sys_enter_nosuch, begin { print(1); exit(); }
                                ^~~~~~~~~~~~~~~~
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        Incomplete: skipped_probes 1
---
name    O23: --aot FILE writes the image that build -o FILE writes
needs   root
sh      "$SONDE" --aot x -e 'begin { print(7); exit(); }'; echo $?; "$SONDE" build -e 'begin { print(7); exit(); }' -o y; cmp x y && "$SONDE" -q x
expect
        0
        7
