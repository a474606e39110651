# tests/live/spec_15_differences.t - the rows of chapter 15 of the language: where sonde differs from bpftrace on purpose.
name    D1: division and remainder of signed values are those of C, without a warning
prog    begin { $a = -7 + (pid - pid); $b = 2 + (pid - pid); print(($a / $b, $a % $b, $a / -$b, $a % -$b)); }
expect  (-3, -1, 3, -1)
stderr  Attached 1 probe
---
name    D2: a shift to the right of a signed value keeps its sign
prog    begin { $a = -16 + (pid - pid); $u = (uint8)240; print(($a >> 2, $u >> 2)); }
expect  (-4, 60)
---
name    D3: division by zero is 1, with a run-time warning
prog    begin { $z = pid - pid; print((7 / $z, 7 % $z)); }
expect  (1, 1)
stderr-re <arg>:1:32: warning: division by zero
---
name    D4: %d, %u and %x show the whole value
prog    begin { $a = 4294967296 + (pid - pid); printf("%d %u %x %d\n", $a + 1, $a + 2, $a + 3, -$a); }
expect  4294967297 4294967298 100000003 -4294967296
---
name    D4: formats without a length take the whole value, raw words show negative integers of C
prog    begin { printf("%d %u %x\n", 1 << 40, 1 << 40, 1 << 40); printf("%d %x\n", (int64)-1, (int64)-1); exit(); }
args    -q
expect
        1099511627776 1099511627776 10000000000
        -1 ffffffffffffffff
---
name    D4: a word of a register between 2 to the power of 31 and 32 is a negative int, after any operator it is not
sh      printf 'uprobe:%s:work { printf("%%d %%d\\n", arg0, arg0 + 0); exit(); }\n' "$TESTBIN/same" > p.bt; "$SONDE" -q p.bt -c "$TESTBIN/same work"
expect  -5 4294967291
---
name    D5: flags, precision and * of printf are those of C
sh      "$SONDE" -q -e 'begin { printf("%+d|% d|%05d|%-5d|%.3d|%*d|%.2s|%#x|%-05d|\n", 5, 5, -42, 5, 7, 6, 1, "abc", 255, 3); exit(); }'
        printf '%+d|% d|%05d|%-5d|%.3d|%*d|%.2s|%#x|%-5d|\n' 5 5 -42 5 7 6 1 abc 255 3
expect
        +5| 5|-0042|5    |007|     1|ab|0xff|3    |
        +5| 5|-0042|5    |007|     1|ab|0xff|3    |
---
name    D6: macaddr() of bytes from 0x80 on
needs   root
prog    struct m { uint8_t mac[6]; };
        tracepoint:syscalls:sys_enter_write /comm == "same" && args.count > 90/ { printf("%s\n", macaddr(((struct m *)args.buf)->mac)); exit(); }
run     $TESTBIN/same work
stop    none
args    -q
expect  01:7F:80:FF:20:74
---
name    D7 D34: JSON is valid, keeps UTF-8, has decimal numbers, and no member twice
sh      "$SONDE" -q -f json -e 'begin { printf("\xc3\xa9 %x\n", 255); @["\xc3\xa9\x01\xff"] = 255; exit(); }' > out; cat out
        python3 -c 'import json; [json.loads(line) for line in open("out", "rb").read().decode().splitlines()]' 2>&1
        "$SONDE" -q -f json -e 'begin { @k[kaddr("_stext")] = 1; @m[ksym(kaddr("_stext"))] = 1; @m[ksym(kaddr("_stext") + 1)] = 2; exit(); }' | grep -o '#2' | head -1
expect-re ^\{"type": "printf", "data": "é ff\\n"\}$
expect-re ^\{"type": "map", "data": \{"@": \{"é\\u0001[^"]*": 255\}\}\}$
---
name    D8: every character of a key is kept
prog    begin { @["(a, b)", " c d "] = 1; exit(); }
args    -q
expect
        
        
        @[(a, b),  c d ]: 1
---
name    D9: has_cpid is true with -c
sh      "$SONDE" -q -c /bin/true -e 'begin { print(has_cpid); }'; "$SONDE" -q -e 'begin { print(has_cpid); exit(); }'
expect
        true
        false
---
name    D10: maps are ordered by the type of their values, ties by key
prog    begin { @m[1] = min(3); @m[2] = min(-5); @u[1] = max((uint64)18446744073709551615); @u[2] = max((uint64)5); @k[(uint64)18446744073709551615] = 1; @k[(uint64)1] = 1; exit(); }
args    -q
expect
        
        
        @k[1]: 1
        @k[18446744073709551615]: 1
        @m[2]: -5
        @m[1]: 3
        @u[2]: 5
        @u[1]: 18446744073709551615
---
name    D11: wildcards are *, ? and classes, over the whole name
sh      "$SONDE" -l 'tracepoint:syscalls:sys_enter_get[pu]id'; "$SONDE" -l 'tracepoint:syscalls:sys_enter_get?id' | wc -l; "$SONDE" -l 'tracepoint:syscalls:sys_*_get[!a-t]id'; "$SONDE" -l 'tracepoint:syscalls:sys*getp*d'
expect
        tracepoint:syscalls:sys_enter_getpid
        tracepoint:syscalls:sys_enter_getuid
        5
        tracepoint:syscalls:sys_enter_getuid
        tracepoint:syscalls:sys_exit_getuid
        tracepoint:syscalls:sys_enter_getpgid
        tracepoint:syscalls:sys_enter_getpid
        tracepoint:syscalls:sys_enter_getppid
        tracepoint:syscalls:sys_exit_getpgid
        tracepoint:syscalls:sys_exit_getpid
        tracepoint:syscalls:sys_exit_getppid
---
name    D12: standard output is data and nothing else
sh      "$SONDE" -e 'begin { $x = 5; 1 + 2; printf("data\n"); exit(); }' 2>err; grep -c warning err; grep -c Attached err
expect
        data
        1
        1
---
name    D13: functions of the script can be called
prog    fn double($n : int64) : int64 { return 2 * $n; } begin { printf("%d\n", double(21)); }
expect  42
---
name    D14: the empty lines at the end stand only in front of maps
sh      "$SONDE" -q -e 'begin { exit(); }' | wc -c; "$SONDE" -q -e 'begin { @ = 1; exit(); }' | head -3 | od -An -c
expect
        0
          \n  \n   @   :       1  \n
---
name    D15: suffixes of integers in either case
prog    begin { print((5U, 5uLL, 0x10UL, 7Ll)); }
expect  (5, 5, 16, 7)
---
name    D16: without the list of traceable functions the types of the kernel tell them
needs   root kprobe btf
sh      unshare -m sh -c 'mount --bind /dev/null /sys/kernel/tracing/available_filter_functions && "$SONDE" -l "kprobe:vfs_rea[d]"'
expect  kprobe:vfs_read
---
name    D17: tracepoints need no BTF
needs   root own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && "$SONDE" -q -c "$TESTBIN/same work" -e "tracepoint:syscalls:sys_enter_write /comm == \"same\"/ { @ = sum(args.count); }"'
expect
        
        
        @: 2989
---
name    D18: headers of the kernel come from BTF, and only what the script defines again leaves it
sh      "$SONDE" -q -e '#include <linux/sched.h>
        #include <net/sock.h>
        struct hlist_node { char mine[3]; };
        begin { print((sizeof(struct hlist_node), sizeof(struct hlist_head), sizeof(struct list_head)));
        exit(); }'; "$SONDE" -e '#include <linux/sched.h>
        begin {
        print(nothing); }' 2>&1 | head -1
expect
        (3, 8, 16)
        <arg>:3:7: error: 'nothing' is not defined
---
name    D19: conditions and bounds are any expression, without parentheses
prog    begin { $n = 3; if $n + 1 == 4 && $n < 5 { print("yes"); } while $n > 2 - 1 { $n--; } for $i : $n - 1..$n + 1 { print($i); } if !$n || $n == 1 { print($n); } }
expect  yes
        0
        1
        1
---
name    D20: c ?: b evaluates c once
prog    begin { @n = 4; $a = @n++ ?: 100; print(($a, @n)); clear(@n); }
expect  (4, 5)
---
name    D21: exit() in a loop over a map
prog    begin { @m[1] = 1; @m[2] = 1; for ($kv : @m) { @seen = count(); exit(5); } } end { clear(@m); print(@seen); clear(@seen); }
expect  @seen: 1
exit    5
---
name    D21: exit() in a loop
prog    begin { for ($i : 0..5) { if ($i == 2) { exit(); } print($i); } print("never"); }
args    -q
expect
        0
        1
---
name    D22: args in a loop over a map, and argN in one over a range
prog    begin { @m[1] = 1; @m[2] = 1; } tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count == 77/ { for ($kv : @m) { @n = sum(args.count); } } rawtracepoint:sys_enter /comm == "calls" && arg1 == 1/ { for ($i : 0..3) { @w = max(arg1); } } end { clear(@m); }
run     $TESTBIN/calls write 77*10
expect


        @n: 1540
        @w: 1
---
name    D22: data of the probe in a loop
needs   root
prog    tracepoint:syscalls:sys_enter_lseek /comm == "same" && (int64)args.offset == 2000/ { for ($i : 0..2) { print((int64)args.offset + $i); } exit(); }
run     $TESTBIN/same work
stop    none
args    -q
expect
        2000
        2001
---
name    D23: print and clear in one step lose no update
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); } interval:ms:2 { print(@); clear(@); }
run     $TESTBIN/calls -t 2 getppid 100000
stop    INT
after   [ "$(awk '/^@: / { n += $2 } END { print n }' "$OUT")" = 200000 ]
---
name    D24: the newest interval of a keyed series comes first, then the key
sh      "$SONDE" -q -e 'begin { @t[3] = tseries(5, 1s, 3); @t[1] = tseries(6, 1s, 3); @t[2] = tseries(7, 1s, 3); exit(); }' | grep '^@t'
expect
        @t[1]:
        @t[2]:
        @t[3]:
---
name    D25: nothing is gated, unless an unstable_ key asks for it
sh      $SONDE -q -e 'import "stdlib/numbers"; begin { print(larger(1, 2)); print(typeinfo(int8).full_type); exit(); }'
        $SONDE --dry-run -e 'config = { unstable_import_statement = error; } import "stdlib/numbers"; begin { }' 2>&1 | grep error:
        $SONDE --dry-run -e 'config = { unstable_typeinfo = false; unstable_tseries = warn } begin { print(typeinfo(int8).full_type); @ = tseries(1, 1s, 5); }' 2>&1 | grep 'error\|warning'
        SONDE_UNSTABLE_TSERIES=warn $SONDE --dry-run -e 'begin { @ = tseries(1, 1s, 5); }' 2>&1 | grep warning
expect  2
        int8
        <arg>:1:56: error: imports are switched off by config 'unstable_import_statement'
        <arg>:1:79: error: 'typeinfo' is switched off by config 'unstable_typeinfo'
        <arg>:1:110: warning: 'tseries' is used, which config 'unstable_tseries' warns of
        <arg>:1:13: warning: 'tseries' is used, which config 'unstable_tseries' warns of
---
name    D26: top works for every map, div divides every number that is shown
prog    begin { @a[1] = 10; @a[2] = 20; @h = hist(100); @h = hist(100); @s[1] = stats(100); @s[2] = stats(300); print(@a, 1); print(@a, 0, 10); print(@h, 0, 2); print(@s, 1, 100); clear(@a); clear(@h); clear(@s); exit(); }
args    -q
expect
        @a[2]: 20
        @a[1]: 1
        @a[2]: 2
        @h:
        [64, 128)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        
        @s[2]: { .count = 1, .average = 3, .total = 3 }
---
name    D27: counts of histograms from two to the power of 31 on are shown
needs   root
prog    begin { @poked = hist(5); @poked = hist(5); @poked = hist(5); } interval:s:100 { }
run     $TESTBIN/poke poked 3 3000000000
args    -q
expect-re ^\[4, 8\) +3000000000 \|@{52}\|$
---
name    D28: the unit of a series is written with ASCII
sh      "$SONDE" -q -e 'begin { @t = tseries(5, 1us, 3); exit(); }' | LC_ALL=C grep -c '[^ -~]'; true
expect  0
---
name    D29: no_cpp_demangle means the opposite of cpp_demangle
sh      p='begin { print(config.cpp_demangle); exit(); }'; $SONDE -q --no-warnings -e "config = { no_cpp_demangle = true } $p"; $SONDE -q --no-warnings -e "config = { no_cpp_demangle = 0 } $p"; $SONDE -q -e "config = { cpp_demangle = false } $p"; BPFTRACE_NO_CPP_DEMANGLE=1 $SONDE -q --no-warnings -e "$p"
expect  false
        true
        false
        false
---
name    D30: of several -e the last one counts, with a warning
sh      $SONDE -q -e 'begin { print(1); exit(); }' -e 'begin { print(2); exit(); }' 2>&1
expect  sonde: warning: option '-e' is given more than once: the last one counts
        2
---
name    D31: the command of -c is split as a shell does, but there is none
before  printf '#!/bin/sh\nfor i; do echo "<$i>" >> args; done\n' > show; chmod +x show
sh      "$SONDE" -q -c "./show 'a b' c\\ d \"e f\" \$HOME *" -e 'tracepoint:sched:sched_process_exit { }'; cat args
expect
        <a b>
        <c d>
        <e f>
        <$HOME>
        <*>
---
name    D32: a \ at the end of a line of #define joins it with the next one
prog    #define SUM 1 + \
          2 + \
          3
        begin { print(SUM); exit(); }
args    -q
expect  6
---
name    D33: what the machine refuses ends with code 2
sh      "$SONDE" -e 'tracepoint:syscalls:sys_enter_nosuch { }' 2>/dev/null; echo $?; "$SONDE" -e 'tracepoint:syscalls:sys_enter_getpid { print(args.nothing); }' 2>/dev/null; echo $?
expect
        2
        1
---
name    D35: system() ends its output with a newline only where there is none
sh      "$SONDE" -q --unsafe -e 'begin { system("printf abc"); system("echo abc"); exit(); }'
expect
        abc
        abc
---
name    D36: no warning for while
prog    begin { $i = 0; while ($i < 5) { $i++; } printf("%d\n", $i); }
args    -q
expect  5
stderr
---
name    D37: the limit of a map of histograms counts its keys
sh      SONDE_MAX_MAP_KEYS=2 "$SONDE" -q -e 'begin { @h[1] = hist(1); @h[1] = hist(100); @h[1] = hist(1000); @h[2] = hist(5); exit(); }' | grep -c '^@h'
expect  2
stderr
---
name    D38: a variable behind its block, when the types agree
prog    begin { if (pid) { $a = 1; } else { $a = 2; } printf("%d\n", $a); }
expect  1
stderr-re ^<arg>:1:62: warning: '\$a' is used behind the block that it belongs to$
---
name    D39: what the command of -c prints is no part of structured data
sh      "$SONDE" -q -f json -c '/bin/echo hello' -e 'tracepoint:sched:sched_process_exit { }' 2>err; grep -c hello err
expect-re ^1$
reject-re ^hello
