# tests/live/spec_02_lexical.t - the rows of chapter 2 of the language: its words.
name    X1: names have letters, digits and '_'; any word may be the name of a field, a variable or a map
prog    begin { $if = 1; $_x9 = 2; @while = 3; $r = (if=1, struct=2, _=3, pid=4); print(($if, $_x9, $r.struct + $r._ + $r.if, $r.pid)); clear(@while); }
expect  (1, 2, 6, 4)
---
name    X2: keywords are no names of values
sh      for w in break continue else for if import let return unroll while; do $SONDE -e "begin { \$x = 1 + $w; }" 2>&1 | grep -c "error:"; done | sort -u
expect  1
---
name    X3: the rest is found in order: builtin, then constants; what begins with __builtin_ is not the program's
prog    #define LEVEL 7
        enum kind { comm_first = 3 };
        begin { print((LEVEL, comm_first, pid == pid(), AF_INET6)); }
expect  (7, comm_first, true, 10)
---
name    X3: reserved names and keywords are no names of macros, of their parameters or of functions; weak names are
sh      $SONDE -q -e 'macro self() { 5 } fn latency() : int64 { return 6; } begin { print((self, latency())); }'
	for p in 'macro args() { 1 }' 'macro typeinfo() { 1 }' 'macro f(true) { 1 }' 'fn sizeof() : int64 { return 1; }' 'fn sarg1() : int64 { return 1; }'; do $SONDE check -e "$p begin { }" 2>&1 | head -1; done
expect  (5, 6)
        <arg>:1:7: error: 'args' is a reserved name
        <arg>:1:7: error: 'typeinfo' is a reserved name
        <arg>:1:9: error: 'true' is a reserved name
        <arg>:1:4: error: 'sizeof' is a reserved name
        <arg>:1:4: error: 'sarg1' is a reserved name
---
name    X3: reserved names are no casts and cannot be assigned to
sh      $SONDE -q -e 'begin { print((nsecs) - 1 > 0); print((tid) * 1 == tid); print((pid) & 0); }' && $SONDE -e 'begin { args = 3; nsecs = 1; }'
expect  true
        true
        0
exit    1
stderr-re <arg>:1:9: error: a name without '.' or '@' cannot be changed
stderr-re <arg>:1:19: error: a name without
---
name    X4: variables, positional parameters and their number
args    7 word
prog    begin { $v = $1; print(($v, $2, $#)); }
expect  (7, word, 2)
---
name    X4: $0 is an error
sh      $SONDE -e 'begin { print($0); }'
exit    1
stderr-re <arg>:1:15: error: not a positional parameter
---
name    X5: maps have a name or none
prog    begin { @ = 1; @_9a = 2; @x[@] = @_9a; print(1); }
expect  1
        
        
        @: 1
        @_9a: 2
        @x[1]: 2
---
name    X6: integers in every base are those of C
sh      printf '#include <stdio.h>\nint main(void) { printf("(%%llu, %%llu, %%llu, %%llu, %%llu, %%llu)\\n", 1000000ull, 0xffull, 0XAbCull, 010ull, 0b1010ull, 0x7fffffffffffffffull); }' > c.c && \
        cc -o c c.c && ./c > want && $SONDE -q -e 'begin { print((1_000_000, 0xff, 0XAbC, 010, 0B1010, 0x7fff_ffff_ffff_ffff)); }' > got && cmp want got && \
        $SONDE -q -e 'begin { print((1e3, 5e6, 9e18, 1e10, 0)); }'
expect  (1000, 5000000, 9000000000000000000, 10000000000, 0)
---
name    X6: a parameter takes every form of an integer
args    -- 0b101 0x1f 010 1_000 2e3 10ms -5
prog    begin { print(($1, $2, $3, $4, $5, $6, $7)); }
expect  (5, 31, 8, 1000, 2000, 10000000, -5)
---
name    X6: what is no integer is an error at its place
sh      for n in 08 1_ 0x 0b2 12e3 1e0 0e3 1e20 1__0 0x1g 99999999999999999999; do $SONDE -e "begin { print($n); }" 2>&1 | grep -c '^<arg>:1:15: error:'; done | sort -u
expect  1
---
name    X7 D15: suffixes in either case; durations are nanoseconds
prog    begin { print((5u, 5UL, 5ull, 5LL, 5l, 5Ul, 5uLL, 0xfful)); print((3ns, 2us, 5ms, 1s, 2m, 1h, 1d, 1e3ms)); print((typeinfo(5u).full_type, typeinfo(1s).full_type)); }
expect  (5, 5, 5, 5, 5, 5, 5, 255)
        (3, 2000, 5000000, 1000000000, 120000000000, 3600000000000, 86400000000000, 1000000000)
        (uint8, int32)
---
name    X7: other suffixes, durations in capitals and what needs more than 64 bits are errors
sh      for n in 5uu 5x 5S 5MS 5lu 5ns2 300000000000d 18446744073709551616; do $SONDE -e "begin { print($n); }" 2>&1 | grep -c '^<arg>:1:15: error:'; done | sort -u
expect  1
---
name    X8: strings and their escapes are those of C
sh      printf 'a\tb\\n"q"\\ \101\101\102\007|\r|' > want && $SONDE -q -e 'begin { printf("a\tb\\n\"q\"\\ \101\x41\X42\7|\r|"); }' > got && cmp want got && echo same
expect  same
---
name    X8: other escapes, what ends with the line, and strings side by side are errors
sh      for s in '"\q"' '"\400"' '"\x"' '"a' '"a" "b"'; do $SONDE -e "begin { print($s); }" 2>&1 | grep -c '^<arg>:1:1[5-8]: error:'; done | sort -u
expect  1
---
name    X8: a string is shorter than max_strlen; a format may be longer
sh      a=$(printf 'a%.0s' $(seq 1 1023)); $SONDE -q -e "begin { \$s = \"$a\"; print(strlen(\$s)); printf(\"$a$a\n\"); }" | wc -c; $SONDE -e "begin { \$s = \"a$a\"; }"
expect  2052
exit    1
stderr-re error: the string has 1024 bytes, 1023 fit into a value
---
name    X9: true and false are bool
prog    begin { print((true, false, !true, typeinfo(true).full_type, true + true)); }
expect  (true, false, false, bool, 2)
---
name    X10: there are no literals of fractions, characters, arrays and structs
sh      for l in 1.5 "'a'" '[1,2]' '{1,2}' '-2.5e3'; do $SONDE -e "begin { print($l); }" 2>&1 | grep -c ' error:'; done | sort -u
expect  1
---
name    X11: text of attach points is taken as it is; quotes protect, parameters are put in and scanned again
args    'ms:$2' 20
prog    interval:$1 { printf("%s\n", probe); exit(); }
        trace"point":syscalls:sys_enter_"getppid" { }
expect  interval:ms:20
---
name    X11: a '$' that begins no parameter, and one that stands for itself, are errors
sh      $SONDE -e 'interval:ms:$x { }' ; $SONDE -e 'interval:$1 { }' 'ms:$1'
exit    1
stderr-re <arg>:1:13: error: '.' in an attach point must be followed by the number of a positional parameter
stderr-re <arg>:1:10: error: .1 stands for a text that it is part of itself
---
name    X11: letters of any script stand in an attach point as they are; bytes that are no text in quotes only
needs   root
sh      mkdir ünter; cp $TESTBIN/calls ünter/ﬁle日; bad=$(printf 'b\377'); cp $TESTBIN/calls "$bad"; $SONDE -q -c './ünter/ﬁle日 getppid 3' -e 'uprobe:./ünter/ﬁle日:main { @[probe] = count(); }' | grep @ | sed "s|$PWD|D|"; $SONDE -q -c "./$bad getppid 3" -e "uprobe:\"./$bad\":main { @[probe] = count(); }" | od -c | grep -c 377; $SONDE check -e "uprobe:./$bad:main { }" 2>&1 | grep -m 1 -o 'error.*'
expect
        @[uprobe:D/ünter/ﬁle日:main]: 1
        1
        error: the script is not valid UTF-8 here
