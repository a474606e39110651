# tests/live/spec_05_statements.t - chapter 5 of the language: statements, scope, loops.
name    S1: ';' is optional before '}' and behind a block
prog    begin { $x = 1; if ($x) { print("a") } { print("b") } if $x { print("c"); }; { print("d"); }; ;; print("e") }
expect  a
        b
        c
        d
        e
---
name    S1: a value that is not used earns a warning, but not that of delete()
sh      $SONDE check -e 'begin { $x = 5; $x + 1; pid; @m[1] = 2; delete(@m[1]); delete(@m, 1); $x++; $x > 3 ? print(1) : print(2); }'; $SONDE check -e 'begin { print(1) print(2); }'
exit    1
stderr-re <arg>:1:17: warning: the value of this expression is not used
stderr-re <arg>:1:25: warning: the value of this expression is not used
stderr-re <arg>:1:17: error: expected ';' behind the statement
---
name    S2: _ = discards on purpose
sh      $SONDE check -e 'begin { $x = 5; _ = $x + 1; _ = pid; _ = print(1); }' && echo silent
expect  silent
stderr
---
name    S3: assignments of every kind
prog    begin { $x = 1; $x = 2; @s = $x; @s = 3; @k["a"] = @s; @k["a"] = 4; @t[1, 2] = (5, "b"); @t[1, 2] = (6, "c"); printf("%d %d %d %d %s\n", $x, @s, @k["a"], @t[1, 2].0, @t[(1, 2)].1); clear(@s); clear(@k); clear(@t); }
expect  2 3 4 6 c
---
name    S3: what is assigned to is a variable or a map element; tuples and records are not changed in place
prog    begin { $x = 1; @s = 2; @k[$x, "a"] = 3; @k[2, "b"] = @s; $x = $x + @s; print($x); }
expect  3
        
        
        @k[2, b]: 2
        @k[1, a]: 3
        @s: 2
---
name    S3: other targets are errors
sh      $SONDE -e 'begin { 5 = 1; pid = 2; $t = (1, 2); $t.0 = 3; $r = (a=1); $r.a = 2; comm[0] = 1; }'
exit    1
stderr-re <arg>:1:9: error: a value cannot be changed
stderr-re <arg>:1:16: error: a name without '.' or '@' cannot be changed
stderr-re <arg>:1:38: error: a field cannot be changed
stderr-re <arg>:1:60: error: a field cannot be changed
stderr-re <arg>:1:70: error: an element cannot be changed
---
name    S4: every operator on variables, maps and elements, in a loop too
prog    begin { $x = 10; $x += 5; $x -= 1; $x *= 3; $x /= 4; $x %= 7; $x <<= 4; $x >>= 1; $x |= 3; $x &= 0xfe; $x ^= 5; @m = 10; @m += 5; @m -= 1; @m *= 3; @m /= 4; @m %= 7; @m <<= 4; @m >>= 1; @m |= 3; @m &= 0xfe; @m ^= 5;
        	$y = 10; for ($i : 0..1) { $y += 5; $y -= 1; $y *= 3; $y /= 4; $y %= 7; $y <<= 4; $y >>= 1; $y |= 3; $y &= 0xfe; $y ^= 5; @k["a"] += 2; @k["a"] <<= 3; } printf("%d %d %d %d\n", $x, @m, $y, @k["a"]); clear(@m); clear(@k); }
expect  31 31 31 16
---
name    S4: every compound assignment gives what C gives
sh      printf '#include <stdio.h>\nint main(void) { long x = 7; x += 3; x *= 4; x <<= 2; x ^= 1; x |= 8; x &= 254; x -= 300; x %%= 70; x /= 2; x >>= 1; printf("%%ld %%ld\\n", x, x); }' > c.c && cc -o c c.c && ./c > want && \
        $SONDE -q -e 'begin { $x = 7; $x += 3; $x *= 4; $x <<= 2; $x ^= 1; $x |= 8; $x &= 254; $x -= 300; $x %= 70; $x /= 2; $x >>= 1; printf("%d ", $x);
        @y[1] = 7; @y[1] += 3; @y[1] *= 4; @y[1] <<= 2; @y[1] ^= 1; @y[1] |= 8; @y[1] &= 254; @y[1] -= 300; @y[1] %= 70; @y[1] /= 2; @y[1] >>= 1; printf("%d\n", @y[1]); clear(@y); }' > got && cmp want got && cat got
expect  -16 -16
---
name    S4: a compound assignment is a statement
sh      $SONDE -e 'begin { $x = 1; print($x += 2); $s = "a"; $s += "b"; }'
exit    1
stderr-re <arg>:1:26: error: '\+=' is a statement of its own and has no value
---
name    S5: let declares, zero if not initialised, with the type that is written
prog    begin { let $a; let $b = 300; let $c : uint16; let $d : int8 = -1; let $e : string[8]; let $f : struct task_struct *; print(($b, $c, $d, $e, $f));
        	$a = "text"; $c = 65535; $c++; $d -= 200; $e = "seven"; $f = curtask; print(($a, $c, $d, $e, $f == curtask, sizeof($c))); }
expect  (300, 0, -1, , 0x0)
        (text, 0, 55, seven, true, 2)
---
name    S5: what does not fit its type, and what is declared twice, are errors; never assigned is a warning
sh      $SONDE -e 'begin { let $a : int32 = "x"; let $b = 1; let $b = 2; let $c : bool = 5; let $d; let $p : struct task_struct * = 5; $p = (uint8 *)1; }'
exit    1
stderr-re <arg>:1:47: error: '.b' is declared twice
---
name    S5: the type of a value must be the written one
sh      $SONDE -e 'begin { let $a : int32 = "x"; let $c : bool = 5; let $d; let $p : struct task_struct * = 5; $p = (uint8 *)1; }'
exit    1
stderr-re <arg>:1:26: error: '.a' is int32, not string.2.
stderr-re <arg>:1:18: note: its type is written here
stderr-re <arg>:1:47: error: '.c' is bool, not int8
stderr-re <arg>:1:90: error: '.p' is struct task_struct., not int8
stderr-re <arg>:1:98: error: '.p' is struct task_struct., not uint8.
stderr-re <arg>:1:54: warning: '.d' is never assigned
---
name    S5 T5: what is never assigned has the type that is written all the same
prog    begin { let $t : timestamp; let $k : kstack_t; let $c : cgroup_path_t; $u = $t;
        	print((typeinfo($t).full_type, typeinfo($u).full_type, typeinfo($k).full_type, typeinfo($c).full_type, $t == $u)); }
expect  (timestamp, timestamp, kstack_t, cgroup_path_t, true)
stderr-re <arg>:1:13: warning: '.t' is never assigned
stderr-re <arg>:1:33: warning: '.k' is never assigned
---
name    S7 S31: break leaves a range, continue goes on with its next number
prog    begin { for ($i : 0..10) { if ($i == 2) { continue; } if ($i == 5) { break; } printf("%d ", $i); } printf("end\n"); }
expect  0 1 3 4 end
---
name    S7: break and continue leave the innermost loop, of any kind
prog    begin { @m[7] = 1; for ($i : 0..2) { for ($kv : @m) { $n = 5; while ($n > 0) { $n--; unroll 3 { if ($n == 3) { break; } printf("u%d ", $n); } if ($n == 2) { break; } continue; } if ($kv.0 == 7) { continue; } printf("never "); } printf("i%d ", $i); } printf("end\n"); clear(@m); }
expect  u4 u4 u4 u2 u2 u2 i0 u4 u4 u4 u2 u2 u2 i1 end
---
name    S7: break and continue outside of a loop
prog    begin { break; } end { if (1) { continue; } }
exit    1
stderr-re ^<arg>:1:9: error: 'break' must stand in a loop$
stderr-re ^<arg>:1:33: error: 'continue' must stand in a loop$
---
name    S6: return leaves the probe from inside of nested loops, another probe runs
needs   root
prog    begin { for ($i : 0..5) { while (true) { for ($j : $i..5) { if ($j == 3) { printf("%d %d\n", $i, $j); return; } } break; } } printf("never\n"); } begin { printf("second\n"); }
expect  0 3
        second
---
name    S6: return with a value leaves a probe too
prog    begin { printf("a\n"); if (pid) { return 1; } printf("b\n"); }
expect  a
---
name    S8: conditions without parentheses, else if, and any expression
prog    begin { $n = pid - pid + 3; if $n + 1 == 4 && $n { printf("a "); } if $n == 1 { printf("b"); } else if $n == 3 { printf("c "); } else { printf("d"); } while $n > 1 { $n--; printf("%d ", $n); } unroll 2 { printf("u "); } for $i : 0..$n + 1 { printf("i%d ", $i); } printf("end\n"); }
expect  a c 2 1 u u i0 i1 end
---
name    S8: unroll takes 1 to 100 and parameters
args    100 0x3
prog    begin { unroll 1 { @a = count(); } unroll ($1) { @b = count(); } unroll $2 { @c = count(); unroll 100 { @d = count(); } } exit(); }
expect


        @a: 1
        @b: 100
        @c: 3
        @d: 300
---
name    S8: bodies that unrolling would make too large run all the same
needs   root
prog    begin { $x = 0; unroll 100 { unroll 100 { $x++; @n = count(); if ($x == 5) { continue; } @m = sum($x); } } exit(); }
expect


        @m: 50004995
        @n: 10000
---
name    S8: unroll of anything else
args    x
prog    begin { unroll 0 { } unroll 101 { } $n = 3; unroll $n { } unroll $1 { } }
exit    1
stderr-re ^<arg>:1:16: error: 'unroll' takes 1 to 100, not 0$
stderr-re ^<arg>:1:29: error: 'unroll' takes 1 to 100, not 101$
stderr-re ^<arg>:1:52: error: 'unroll' takes an integer literal or a parameter$
stderr-re ^<arg>:1:66: error: 'unroll' takes an integer literal or a parameter$
---
name    S10: a block has a scope of its own
prog    begin { { $x = 1; printf("%d ", $x); } { $x = "a"; printf("%s\n", $x); } let $y = 1; { let $z = $y + 1; $y = $z; } printf("%d\n", $y); }
expect  1 a
        2
---
name    S11: what follows a statement that leaves is dropped, with a warning
prog    begin { for ($i : 0..3) { @n = count(); break; @n = count(); } exit(); @n = count(); }
expect


        @n: 1
stderr-re ^<arg>:1:48: warning: what follows here never runs$
stderr-re ^<arg>:1:72: warning: what follows here never runs$
---
name    S11: exit() implies return, also in loops
prog    begin { for ($i : 0..3) { while (true) { printf("once\n"); exit(3); } printf("never\n"); } printf("never\n"); } end { printf("end\n"); }
expect  once
        end
exit    3
---
name    S20: loop bodies read and write outer variables of every type
needs   root
prog    begin { $n = 0; $s = "none"; $t = (0, "zero"); let $u; for ($i : 0..4) { $n += $i; $s = comm; $t = ($i, "some"); for ($j : 0..2) { $u += $n; $n++; } } printf("%d %s %d %s %d\n", $n, $s == comm ? "same" : "other", $t.0, $t.1, $u); }
expect  14 same 3 some 48
---
name    S20: a variable of the body begins anew with every round
prog    begin { for ($i : 0..3) { let $x; $x++; let $s; printf("%d[%s] ", $x, $s); $s = "a"; unroll 2 { let $y; $y++; printf("%d ", $y); } } printf("end\n"); }
expect  1[] 1 1 1[] 1 1 1[] 1 1 end
---
name    S20: a type is that of all uses, in a loop too
prog    begin { $x = 1; for ($i : 0..2) { $x = "a"; } }
exit    1
stderr-re ^<arg>:1:40: error: '\$x' is int64, not string\[2\]$
---
name    S21: a variable of a loop body is found behind the loop, with a warning
prog    begin { for ($i : 0..3) { $last = $i; } printf("%d\n", $last); }
expect  2
stderr-re ^<arg>:1:56: warning: '\$last' is used behind the block that it belongs to$
---
name    S21: of two types it is an error
prog    begin { if (pid) { $a = 1; } else { $a = "x"; } print($a); }
exit    1
stderr-re error: '\$a' is int64, not string\[2\]
---
name    S30: a loop over a map has its keys and values
needs   root
prog    begin { @a[1] = 10; @a[2] = 20; @b["x", 1] = "v"; @c[(1, 2), "k"] = (3, 4);
        	$k = 0; $v = 0; for ($kv : @a) { $k += $kv.0; $v += $kv.1; } printf("%d %d\n", $k, $v);
        	for $kv : @b { printf("%s %d %s\n", $kv.0.0, $kv.0.1, $kv.1); print($kv); }
        	for ($e : @c) { printf("%d %d %s %d %d\n", $e.0.0.0, $e.0.0.1, $e.0.1, $e.1.0, $e[1][1]); }
        	clear(@a); clear(@b); clear(@c); }
expect  3 30
        x 1 v
        ((x, 1), v)
        1 2 k 3 4
---
name    S30: aggregations are the integers that they stand for, over all CPUs
needs   root
prog    begin { unroll 5 { @c["k"] = count(); } @s[1] = sum(-3); @s[1] = sum(10); @i[1] = min(4); @i[1] = min(-4); @x[1] = max(4); @x[1] = max(9); @a[1] = avg(3); @a[1] = avg(8);
        	for ($kv : @c) { printf("%s %d ", $kv.0, $kv.1); } for ($kv : @s) { printf("%d ", $kv.1); } for ($kv : @i) { printf("%d ", $kv.1); } for ($kv : @x) { printf("%d ", $kv.1); } for ($kv : @a) { printf("%d\n", $kv.1); }
        	clear(@c); clear(@s); clear(@i); clear(@x); clear(@a); }
expect  k 5 7 -4 9 5
---
name    S30: counts of threads on all CPUs are added up
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[comm] = count(); @t[tid] = count(); } end { $n = 0; $m = 0; for ($kv : @) { printf("%d\n", $kv.1); } for ($kv : @t) { $n += $kv.1; $m++; } printf("%d of %d\n", $n, $m); clear(@); clear(@t); }
run     $TESTBIN/calls -t 4 getppid 1000
expect  4000
        4000 of 4
---
name    S30: the current key may be deleted
prog    begin { $sum = 0; for ($i : 0..100) { @m[$i] = $i; } for ($kv : @m) { if ($kv.1 % 2) { delete(@m, $kv.0); } $sum += $kv.1; } printf("%d %d\n", len(@m), $sum); clear(@m); }
expect  50 4950
---
name    S30: every entry once, however many
prog    begin { $n = 0; $sum = 0; $left = 0; for ($i : 0..4000) { @m[$i] = $i; } for ($kv : @m) { $n++; $sum += $kv.1; if ($kv.0 != $kv.1) { printf("wrong\n"); } } printf("%d %d\n", $n, $sum); for ($kv : @m) { $left++; if ($left == 10) { break; } } printf("%d\n", $left); clear(@m); }
expect  4000 7998000
        10
---
name    S30: a map that is printed and cleared in one step
needs   root
prog    self:signal:SIGUSR1 { @m[1] = count(); $n = 0; for ($kv : @m) { $n += $kv.1; } printf("%d %d\n", $n, len(@m)); print(@m); clear(@m); }
run     for i in 1 2; do kill -USR1 $PID; until [ $(grep -c '^@m' $OUT) = $i ]; do sleep 0.01; done; done
expect  1 1
        @m[1]: 1
        1 1
        @m[1]: 1
---
name    S30: scalars, and values that are no numbers
prog    begin { @s = 1; @h[1] = hist(5); @l[1] = lhist(5, 0, 10, 1); @t[1] = stats(5); for ($kv : @s) { } for ($kv : @h) { } for ($kv : @l) { } for ($kv : @t) { } for ($kv : @never) { } }
exit    1
stderr-re ^<arg>:1:167: error: '@never' is never assigned$
---
name    S30: each of them
prog    begin { @s = 1; @h[1] = hist(5); @l[1] = lhist(5, 0, 10, 1); @t[1] = stats(5); for ($kv : @s) { } for ($kv : @h) { } for ($kv : @l) { } for ($kv : @t) { } }
exit    1
stderr-re ^<arg>:1:91: error: '@s' has no keys: there is nothing to go over$
stderr-re ^<arg>:1:110: error: '@h' is an aggregation \(hist\)
stderr-re ^<arg>:1:129: error: '@l' is an aggregation \(lhist\)
stderr-re ^<arg>:1:148: error: '@t' is an aggregation \(stats\)
---
name    S31: a range is half open, with bounds of any kind, evaluated once
prog    begin { $c = 0; $n = pid - pid + 3; for ($i : -3..3) { printf("%d ", $i); } for ($i : $n..0) { printf("never "); } for ($i : 2..2) { printf("never "); } for ($i : $n * 2..$n * 2 + 2) { printf("%d ", $i); $n = 100; } for ($i : 0..$n) { $n = 5; $c++; } printf("%d\n", $c); }
expect  -3 -2 -1 0 1 2 6 7 100
---
name    S31: the variable holds both bounds
prog    begin { for ($i : 0..3) { print(sizeof($i)); break; } for ($i : 0..300) { print(sizeof($i)); break; } $u = (uint32)pid; for ($i : $u..$u + 2) { print(sizeof($i)); break; } for ($i : 18446744073709551613..18446744073709551615) { printf("%u\n", $i); } for ($i : -129..-127) { print($i); } }
expect  1
        2
        8
        18446744073709551613
        18446744073709551614
        -129
        -128
---
name    S31: bounds that are no integers
prog    begin { for ($i : "a"..5) { } }
exit    1
stderr-re ^<arg>:1:19: error: a range goes over integers, not string\[2\]$
---
name    S31: a range longer than the kernel goes stops with a warning
prog    begin { $n = 0; for ($i : 0..9000000) { $n++; } printf("%d\n", $n); }
expect  8388608
stderr-re ^<arg>:1:17: warning: the loop is stopped after 8388608 rounds$
---
name    S31: the variable of a loop ends with it
prog    begin { for ($j : 0..2) { } print($j); }
exit    1
stderr-re ^<arg>:1:35: error: '\$j' is not defined$
---
name    S32: the variable of a loop must be a new one
prog    begin { $i = 1; for ($i : 0..2) { } for ($j : 0..2) { for ($j : 0..2) { } } }
exit    1
stderr-re ^<arg>:1:22: error: '\$i' cannot be the variable of a loop too$
stderr-re ^<arg>:1:60: error: '\$j' cannot be the variable of a loop too$
---
name    S32: args, strings and stacks of the probe inside of loops
needs   root
prog    tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count == 10/ { $k = kstack(4); for ($i : 0..3) { @fd[args.fd > 2] = count(); @n = sum(args.count); @same[$k == kstack(4)] = count(); @p[probe] = count(); for ($j : 0..2) { @len[strlen(str(args.buf, 3))] = count(); } } }
run     $TESTBIN/calls write 10*5
expect


        @fd[true]: 15
        @len[0]: 30
        @n: 150
        @p[tracepoint:syscalls:sys_enter_write]: 15
        @same[true]: 15
---
name    S32: argN of raw tracepoints inside of loops
needs   root
prog    rawtracepoint:sys_enter /comm == "calls" && arg1 == 110/ { for ($i : 0..2) { @ = sum(arg1); } }
run     $TESTBIN/calls getppid 10
expect


        @: 2200
---
name    S32: argN and retval of functions of a process inside of loops
needs   root
prog    uprobe:$1:take_words { $n = 0; for ($i : 0..2) { while ($n < 3) { $n++; @a = sum(arg0); } @b = sum(arg1 - arg0); } } uretprobe:$1:take_words { for ($i : 0..2) { @r = max(retval); } }
args    $TESTBIN/words
run     $TESTBIN/words 10
expect


        @a: 30135
        @b: 20
        @r: 10135
---
name    S32: arguments and results of functions of the kernel inside of loops
needs   root kprobe fentry
prog    kprobe:vfs_write /comm == "calls" && arg2 == 77/ { for ($i : 0..2) { @k = sum(arg2); @f[func] = count(); } } kretprobe:vfs_write /comm == "calls" && retval == 77/ { for ($i : 0..2) { @r = sum(retval); } }
        fentry:vfs_write /comm == "calls" && args.count == 77/ { for ($i : 0..2) { @e = sum(args.count); } } fexit:vfs_write /comm == "calls" && args.count == 77/ { $n = 0; for ($i : 0..2) { while ($n < 3) { $n++; @x = sum(retval); } } }
run     $TESTBIN/calls write 77*10
expect


        @e: 1540
        @f[vfs_write]: 20
        @k: 1540
        @r: 1540
        @x: 2310
---
name    S32: more loops inside each other than the kernel calls functions
prog    begin { for ($a : 0..2) { for ($b : 0..2) { for ($c : 0..2) { for ($d : 0..2) { for ($e : 0..2) { for ($f : 0..2) { for ($g : 0..2) { } } } } } } } }
exit    1
stderr-re ^<arg>:1:117: error: more than 6 loops inside each other$
---
name    S32: as many as there may be
needs   root
prog    begin { $n = 0; for ($a : 0..2) { for ($b : 0..2) { for ($c : 0..2) { for ($d : 0..2) { for ($e : 0..2) { for ($f : 0..3) { @n[comm, $a, str("text")] = count(); $n += $f; } } } } } } printf("%d\n", $n); for ($kv : @n) { printf("%d\n", $kv.1); } clear(@n); }
expect  96
        48
        48
---
name    S33: while stops after 2^23 rounds, with a warning
prog    begin { $x = 0; $y = 0; while (1) { $x++; } printf("%d\n", $x); while ($y < 1000000) { $y++; } printf("%d\n", $y); }
expect  8388608
        1000000
stderr-re ^<arg>:1:32: warning: the loop was stopped after 8388608 rounds$
---
name    S9: an import in a block
sh      printf '%s\n' 'macro nine() { 9 } begin { printf("first\n"); }' >n.probe; $SONDE -q -e 'begin { import "n.probe"; import "stdlib/numbers"; printf("%d %d\n", nine, larger(3, 4)); exit(); }'; $SONDE --dry-run -e 'begin { if (1) { import "none.probe"; } }' 2>&1 | grep error
expect  first
        9 4
        <arg>:1:25: error: 'none.probe' cannot be imported: there is no such file
