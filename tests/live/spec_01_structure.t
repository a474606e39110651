# tests/live/spec_01_structure.t - language.md chapter 1: sections of a script, config blocks, map declarations, named probes.
name    L5: values of the block hold: integer, string, bool, word
prog    config = { max_map_keys = 2; str_trunc_trailer = "~"; print_maps_on_exit = false; missing_probes = ignore; }
        begin { @a[1] = 1; @a[2] = 1; @a[3] = 1; print(comm); printf("%d\n", len(@a)); exit(); }
        tracepoint:sched:there_is_no_such_event { exit(); }
args    -q
expect  sonde
        2
stderr-re ^Incomplete: map_full @a 1; skipped_probes 1$
---
name    L5: keys in any case, with either prefix, the last ';' left out, an empty block
sh      $SONDE -q -e 'config = { BPFTRACE_Print_Maps_On_Exit = 0; sonde_max_map_keys = 1 } begin { @a[1] = 1; @a[2] = 2; exit(); }' 2>&1 | grep Inc; $SONDE -q -e 'config = { }; begin { @ = 5; exit(); }'
expect  Incomplete: map_full @a 1


        @: 5
---
name    L5: the environment beats the block, SONDE_ comes before BPFTRACE_
sh      p='config = { max_map_keys = 1 } begin { @a[1] = 1; @a[2] = 1; @a[3] = 1; @a[4] = 1; exit(); }'; r() { env "$@" $SONDE -q --no-warnings -e "$p" 2>&1 | grep Inc; }; r A=1; r BPFTRACE_MAX_MAP_KEYS=2; r BPFTRACE_MAX_MAP_KEYS=2 SONDE_MAX_MAP_KEYS=3
expect  Incomplete: map_full @a 3
        Incomplete: map_full @a 2
        Incomplete: map_full @a 1
---
name    L5: a wrong value in the block is an error of the script also where the environment beats it
sh      SONDE_MAX_STRLEN=20 $SONDE --dry-run -e 'config = { max_strlen = "5"; license = GPL3 } begin { }' 2>&1 | grep error; SONDE_MAX_STRLEN=x $SONDE --dry-run -e 'begin { }' 2>&1; echo $?
expect  <arg>:1:25: error: config 'max_strlen' is a number
        <arg>:1:40: error: config 'license' is GPL, GPL v2, GPL and additional rights, Dual BSD/GPL, Dual MIT/GPL or Dual MPL/GPL, not 'GPL3'
        sonde: error: config 'max_strlen' is a number from 1 to 16384, not 'x'
        1
---
name    L5: an unknown key, a key of the environment only, a second block
sh      $SONDE --dry-run -e 'config = { max_strln = 5; kernel_source = "x" } config = { } begin { }' 2>&1 | grep -v '^ '; $SONDE --dry-run -e 'config = { max_strln = 5; kernel_source = "x" } begin { }' 2>&1 | grep -v '^    [^h]'; echo $?
expect  <arg>:1:49: error: a script has one 'config' block
        <arg>:1:1: note: this is the first one
        <arg>:1:12: error: config 'max_strln' is not known
            hint: did you mean 'max_strlen'?
        <arg>:1:27: error: 'kernel_source' cannot be set in a script
            hint: set it in the environment, as SONDE_KERNEL_SOURCE
        0
---
name    L7: a declaration limits the entries of a map, one of the lru kinds makes room: how much is the kernel's business
needs   root
prog    let @a = hash(3)
        let @b = lruhash(3); let @c = percpuhash(2) let @d = percpulruhash(2);
        begin { @a[1] = 1; @a[2] = 2; @a[3] = 3; @a[4] = 4; @a[5] = 5; @b[1] = 1; @b[2] = 2; @b[3] = 3; @b[4] = 4; @b[5] = 5;
        	@c[1] = sum(1); @c[2] = sum(2); @c[3] = sum(3); @c[2] = sum(2); @d[1] = count(); @d[2] = count(); @d[3] = count();
        	printf("%d %d %d %d\n", @b[5], len(@b) <= 3, (int64)@d[3], len(@d) <= 2); clear(@b); clear(@d); exit(); }
args    --no-warnings -q
expect  5 1 1 1


        @a[1]: 1
        @a[2]: 2
        @a[3]: 3
        @c[1]: 1
        @c[2]: 4
stderr  Incomplete: map_full @a 2; map_full @c 1
---
name    L7: a histogram in an lru map of all CPUs, a map without keys
prog    let @h = percpulruhash(1000) let @s = hash(1) begin { @h[2] = hist(2); @h[2] = hist(2); @h[3] = hist(3); @s = 5; exit(); }
args    -q
expect


        @h[3]:
        [2, 4)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

        @h[2]:
        [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

        @s: 5
---
name    L7: a kind that does not fit, an unused declaration, a limit that is none
sh      $SONDE --dry-run -e 'let @a = hash(1); let @b = percpuhash(1); begin { @a = sum(1); @b = 1; }' 2>&1 | grep error; $SONDE --dry-run -e 'let @a = hash(1); begin { }' 2>&1 | grep warning; $SONDE --dry-run -e 'let @a = hash(0); let @b = hash(max); begin { }' 2>&1 | grep error; $SONDE --dry-run -e 'let @a = ring(1); begin { @a = 1; }' 2>&1 | grep 'kinds'
expect  <arg>:1:10: error: '@a' is an aggregation (sum), which 'hash' does not keep
        <arg>:1:28: error: 'percpuhash' keeps aggregations, and '@b' is none
        <arg>:1:5: warning: '@a' is declared and not used
        <arg>:1:15: error: a map has from 1 to 1073741824 entries
        <arg>:1:33: error: expected the number of entries, found 'max'
            hint: the kinds are hash, lruhash, percpuhash and percpulruhash
---
name    L8: a macro needs its parentheses and its block
sh      $SONDE --dry-run -e 'macro three { 3 } macro four() 4; begin { }' 2>&1 | grep error
expect  <arg>:1:12: error: expected '(' and the parameters of the macro, found '{'
        <arg>:1:31: error: expected '{' and the statements of the macro, found '4'
---
name    L8: a macro stands before or behind its use
prog    begin { printf("%d\n", late(2)); exit(); } macro late(n) { n + 1 }
args    -q
expect  3
---
name    L1: sections in their order, then probes, macros, functions and declarations as they come
prog    struct s { int a; }
        #define TWO 2
        import "stdlib/numbers"; config = { print_maps_on_exit = true } import "stdlib/numbers";
        begin { @a = once(TWO); } let @a = hash(1) macro once(n) { n * sizeof(struct s) }
        begin { @b = larger(@a, 16); exit(); } let @b = hash(1);
args    -q
expect


        @a: 8
        @b: 16
---
name    L1: what stands too late is named
sh      $SONDE --dry-run -e 'import "stdlib/numbers"; struct s { int a; }; begin { } config = { } import "x"; enum e { A };' 2>&1 | grep error
expect  <arg>:1:26: error: 'struct' must stand in front of 'config' and 'import'
        <arg>:1:57: error: 'config' must stand in front of the first probe
        <arg>:1:70: error: 'import' must stand in front of the first probe
        <arg>:1:82: error: 'enum' must stand in front of the first probe
---
name    L1: an empty program parses, there is nothing to run
sh      $SONDE -e ''; echo $?; $SONDE -e '/* nothing */ macro f() { 1 }' 2>/dev/null; echo $?; $SONDE check /dev/null; echo $?
stderr-re ^sonde: error: 
expect  2
        2
        0
---
name    L2: a shebang at the first byte is ignored, elsewhere it is none
sh      printf '#!/usr/bin/env -S sonde run\nbegin { printf("yes\\n"); exit(); }\n' >a.bt; $SONDE -q a.bt; printf ' #!/usr/bin/sonde\nbegin { }\n' >b.bt; $SONDE --dry-run b.bt 2>&1 | head -1
expect  yes
        b.bt:1:2: error: a '#!' line must be the very first of the script
---
name    L3: a '\' joins the next line of the preprocessor
prog    #define SUM (1 + \
            2)
        begin { printf("%d\n", SUM); exit(); }
args    -q
expect  3
---
name    L3: block comments in front of it leave a '#' at the beginning of its line
prog    /* a */ #define A 4
        /* b
        */ /* c */ #define B 5 // d
        begin /* e */ { print((A, B)); exit(); }
args    -q
expect  (4, 5)
---
name    L4: definitions of C with and without ';', attributes at each place; struct without a body begins an attach point
sh      $SONDE -q -e 'struct a { int x; } struct __attribute__((packed)) b { char c; int x; }; struct c { char c; int x; } __attribute__((packed)) enum e { ONE = 1 } typedef struct { struct { int n; }; union { long l; char c; }; } d;
        begin { printf("%d %d %d %d %d\n", sizeof(struct a), sizeof(struct b), sizeof(struct c), ONE, sizeof(d)); exit(); }'; $SONDE --dry-run -e 'struct:x { }' 2>&1 | head -1; $SONDE --dry-run -e 'struct a { int x; ' 2>&1 | head -1
expect  4 5 5 1 16
        <arg>:1:1: error: 'struct' is not a probe provider
        <arg>:1:18: error: the definition cannot be read: '}' is missing
---
name    L6: an import ends in ';'
sh      $SONDE --dry-run -e 'import "stdlib/numbers" begin { }' 2>&1 | grep error; $SONDE --dry-run -e 'import 5; begin { }' 2>&1 | grep error
expect  <arg>:1:24: error: expected ';' behind the import, found 'begin'
        <arg>:1:8: error: expected the path of a file or the name of a package, found '5'
---
name    L10: a comma behind the last attach point; the value of a body is discarded
prog    begin, { printf("one\n"); 5 } begin, /1/ { printf("two\n"); } begin
        , end , { printf("three\n"); } interval:ms:1 { exit(); }
args    -q --no-warnings
expect  one
        two
        three
        three
---
name    L11: the predicate is evaluated for each firing; dividing needs parentheses in front of a block only
needs   root tracepoint:syscalls:sys_enter_getppid
prog    begin { @n = 0 } tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n++; }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls" && @n / 2 % 2 == (10 / 10) / { @half++; }
run     $TESTBIN/calls getppid 400
expect-re ^@half: 200$
expect-re ^@n: 400$
---
name    L12: a name takes the place of the text of a probe
prog    first=begin { printf("%s\n", probe); } config=end { printf("%s\n", probe); } tick=interval:ms:1 { printf("%s\n", probe); exit(); }
args    -q
expect  first
        tick
        config
---
name    L13: comments do not nest, and must end
sh      $SONDE -q -e '/* a /* b */ begin { /* c */ printf("%d // %d\n", 1, /* d */ 2); // e */
        exit(); } /* f **/'; $SONDE --dry-run -e 'begin { } /* open' 2>&1 | head -1
expect  1 // 2
        <arg>:1:11: error: comment has no end
---
name    L14: a newline means nothing but behind '#', '//' and in attach points
sh      printf 'begin\n{\r\n\tprintf\n(\n"%%d\\n"\n,\n1\n+\n2\n)\n;\nexit\n(\n)\n;\n}\n' >a.bt; $SONDE -q a.bt; printf 'kprobe:\nf { }\n' >b.bt;  $SONDE --dry-run b.bt 2>&1 | head -1
expect  3
        b.bt:1:8: error: expected '{' and the statements of the probe, found 'f'
---
name    L9: a function between probes, before or behind its calls
prog    fn one() : int64 { return 1; } begin { printf("%d\n", one() + two(1)); exit(); } fn two($a : int64) : int64 { return $a + 1; }
args    -q
expect  3
