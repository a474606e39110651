# tests/live/spec_09_reuse.t - language.md chapter 9: macros, functions, imports.
name    Q1: a variable, a map and an expression as arguments
needs   root
prog    macro swap($a, $b) { let $t = $a; $a = $b; $b = $t; }
        macro bump(@m, k, by) { @m[k] += by; }
        macro twice(n) { n * 2 }
        begin { $t = 1; $u = 2; swap($t, $u); bump(@c, "x", twice($t + 1)); bump(@c, "x", 1); bump(@d, $u, twice(twice(3)));
        	printf("%d %d %d\n", $t, $u, twice($t) + twice($u)); exit(); }
args    -q
expect  2 1 6


        @c[x]: 7
        @d[1]: 12
---
name    Q1: an expression is substituted at each use, so it is evaluated as often
prog    macro both(e) { e + e * 10 }
        begin { $i = 0; printf("%d", both($i++)); printf(" %d\n", $i); exit(); }
args    -q
expect  10 2
---
name    Q1: overloads by number and by kind: $v and @m go before any expression
prog    macro what() { "none" } macro what(a) { "expression" } macro what($v) { "variable" } macro what(@m) { "map" } macro what(a, b) { "two" }
        begin { $x = 1; @m = 1; @k[1] = 1; printf("%s %s %s %s %s %s %s\n", what(), what(1), what($x), what(@m), what(@k[1]), what($x + 1), what(1, 2)); clear(@m); clear(@k); exit(); }
args    -q
expect  none expression variable map expression expression two
---
name    Q1: types through typeof, members for offsetof
prog    struct pair { int a; struct { char c; short d; } in; };
        macro size(T) { sizeof(T) } macro at(T, m) { offsetof(T, m) } macro cast(T, v) { (typeof(T))v } macro since(clock) { nsecs(clock) > 0 }
        begin { $x = (int16)1; printf("%d %d %d %d %d %d %d\n", size(typeof(struct pair)), size($x), at(typeof(struct pair), in.d), at(typeof(struct pair), a), cast(typeof(int8), 300), cast($x, 65537), since(monotonic)); exit(); }
args    -q --no-warnings
expect  8 2 6 0 44 1 1
---
name    Q1: reserved names, two parameters of one name, the same signature twice
sh      $SONDE --dry-run -e 'macro f(args) { 1 } macro g(a, a) { 1 } macro nsecs() { 1 } macro arg1(a) { a } macro f(ustack) { 1 } macro __builtin_x() { 1 } begin { }' 2>&1 | grep error; $SONDE --dry-run -e 'macro f(a, $b) { a } macro f(c, $d) { c } begin { }' 2>&1 | grep -A3 error
expect  <arg>:1:9: error: 'args' is a reserved name
        <arg>:1:32: error: the macro has two parameters 'a'
        <arg>:1:47: error: 'nsecs' is a reserved name
        <arg>:1:67: error: 'arg1' is a reserved name
        <arg>:1:89: error: 'ustack' is a reserved name
        <arg>:1:109: error: '__builtin_x' is a reserved name
        <arg>:1:28: error: the macro f(c, $d) is declared twice
            macro f(a, $b) { a } macro f(c, $d) { c } begin { }
                                       ^
        <arg>:1:7: note: it is declared here
---
name    Q2: a macro goes before a function of the same signature, and leaves the other forms alone
prog    macro strlen(a) { 42 } macro pow2(n) { 1 << n } macro comm() { "mine" }
        begin { printf("%d %d %s %s\n", strlen("abc"), pow2(5), comm, comm()); exit(); }
args    -q
expect  42 32 mine mine
---
name    Q2: a macro goes before one of the prelude, but not inside of the prelude
prog    macro ppid() { -1 } macro strcontains(text, part) { text == part } macro strstr(text, part) { 7 } macro curtask() { 0 } macro kptr(p) { 0 }
        begin { printf("%d %d %d %d %d", ppid, ppid(), strcontains(comm, "a"), strcontains("a", "a"), strstr("a", "a")); exit(); }
        end { printf(" %d %d\n", ppid(1) == 0, leader_tid == pid); }
args    -q
expect  -1 -1 0 1 7 1 1
---
name    Q2: what takes other arguments than the macro of the user is the prelude's
prog    macro strcontains(text) { text } macro strstr(text, part) { -1 }
        begin { printf("%s %d %d\n", strcontains("x"), strcontains("abc", "bc"), strcontains("abc", "d")); exit(); }
args    -q
expect  x 1 0
---
name    Q2: variables of the body are its own: no name of the user is captured, and each use has new ones
prog    macro mean(a, b) { let $sum = a + b; $n = 2; $sum / $n }
        macro count3($v) { $i = 0; if (1) { $i += 3; } $v = $i; }
        begin { $sum = 10; $n = 4; printf("%d ", mean($sum, $n)); printf("%d %d ", $sum, $n); count3($i); $j = mean(mean(1, 3), $i + 1); printf("%d %d\n", $i, $j); exit(); }
args    -q
expect  7 10 4 3 3
---
name    Q2: a variable that the macro is the first to assign belongs to the block of the user
prog    macro set($v, n) { if (n) { $v = n; } }
        begin { set($x, 5); if (1) { set($y, 6); $x += $y; } printf("%d\n", $x); exit(); }
args    -q
expect  11
stderr
---
name    Q2: other maps, return, break, recursion are refused
sh      $SONDE --dry-run -e 'macro m() { @x = 1; } begin { m(); }' 2>&1 | grep error; $SONDE --dry-run -e 'macro r() { return; } macro b() { break; } begin { }' 2>&1 | grep error; $SONDE --dry-run -e 'macro f(a) { g(a) } macro g(a) { h(a) } macro h(a) { f(a) } begin { print(f(1)); }' 2>&1 | grep 'error\|hint'; $SONDE --dry-run -e 'macro v(a) { a } begin { v({ return; 1 }); }' 2>&1 | grep error
expect  <arg>:1:13: error: '@x' is no map of the macro 'm'
        <arg>:1:13: error: 'return' may not stand in a macro
        <arg>:1:35: error: 'break' must stand in a loop
        <arg>:1:54: error: the macro 'f' uses itself
            hint: f uses g, which uses h, which uses f
        <arg>:1:30: error: 'return' may not stand in the argument of a macro
---
name    Q2: macros that grow without end are stopped at a bound that is named
sh      $SONDE --dry-run -e 'macro a(x) { x + x } macro b(x) { a(a(a(a(a(x))))) } begin { print(b(b(b(b(1))))); }' 2>&1 | head -1; d=$(seq 1200 | sed 's/.*/macro m&(x) { m_(x) + 1 }/' | awk '{ sub(/m_/, "m" NR + 1); print }'); $SONDE --dry-run -e "$d macro m1201(x) { x } begin { print(m1(1)); }" 2>&1 | head -1
expect  <arg>:1:70: error: the macros become too large: more than 100000 expressions and statements
        <arg>:1200:68: error: the macros stand too deep in one another: more than 1000 levels
---
name    Q3: a macro without arguments by its name alone; a parameter hides a macro; #define and macros meet
prog    #define SIX (three * 2)
        macro three() { 3 } macro add(three) { three + three() + 100 } macro six() { SIX }
        begin { printf("%d %d %d %d %d\n", three, three(), add(1), SIX, six); exit(); }
args    -q
expect  3 3 102 6 6
---
name    Q3: messages inside show each use; the same mistake in several uses is told once
sh      $SONDE --dry-run -e 'macro f(a) { a + "x" } macro g(a) { f(a) } begin { print(g(1)); print(f(2)); }' 2>&1; true
expect  <arg>:1:14: error: '+' needs integers, not string[2]
            macro f(a) { a + "x" } macro g(a) { f(a) } begin { print(g(1)); print(f(2)); }
                         ^~~~~~~
        <arg>:1:37: note: the macro is used here
            macro f(a) { a + "x" } macro g(a) { f(a) } begin { print(g(1)); print(f(2)); }
                                                ^~~~
        <arg>:1:58: note: the macro is used here
            macro f(a) { a + "x" } macro g(a) { f(a) } begin { print(g(1)); print(f(2)); }
                                                                     ^~~~
---
name    Q3: messages of the running program show each use too
prog    macro tell(n) { errorf("no %d", n); } macro outer() { tell(7); } begin { outer(); exit(); }
args    -q
stderr  stdin:1:17-35: ERROR: no 7
        stdin:1:55-62: the macro is used here
        stdin:1:74-81: the macro is used here
---
name    Q1 Q2: macros in tests of probes and in keys, in several programs
needs   root tracepoint:syscalls:sys_enter_getppid
prog    macro mine(name) { comm == name } macro add(@m, k) { @m[k, comm] = count(); }
        tracepoint:syscalls:sys_enter_getppid /mine("calls")/ { add(@calls, "enter"); }
        tracepoint:syscalls:sys_exit_getppid /mine("calls")/ { add(@calls, "exit"); }
run     $TESTBIN/calls getppid 200
expect-re ^@calls\[enter, calls\]: 200$
expect-re ^@calls\[exit, calls\]: 200$
---
name    Q2: loops in macros, each use with its own variable; jumps stay inside
prog    macro total(n, $sum) { for ($i : 0..n) { if ($i == 3) { continue; } $sum += $i; } }
        begin { $a = 0; for ($i : 0..2) { total(5, $a); total($i + 1, $a); } printf("%d\n", $a); exit(); }
args    -q
expect  15
---
name    Q2: break and continue of the user's loop may not stand in an argument, those of a loop in it may
sh      $SONDE --dry-run -e 'macro v(a) { a } begin { for ($i : 0..2) { v({ break; 1 }); } }' 2>&1 | grep error; $SONDE -q -e 'macro v(a) { a } begin { print(v({ $n = 0; for ($i : 0..5) { if ($i == 2) { break; } $n++; } $n })); exit(); }'
expect  <arg>:1:48: error: 'break' may not stand in the argument of a macro
        2
---
name    Q10: functions with parameters and results, in any order
prog    begin { printf("%d %d %d\n", add(1, 2), add(add(1, 2), add(3, 4)), is_me(curtask, tid)); nothing(); printf("%d\n", @n); clear(@n); }
        fn add($a : int64, $b : int64) : int64 { return $a + $b; }
        fn is_me($t : struct task_struct *, $id : uint32) : bool { return $t->pid == $id; }
        fn nothing() : void { @n = add(40, 2); }
expect  3 10 1
        42
---
name    Q10: strings, tuples, arrays and structs as parameters and results
needs   root
prog    struct pair { int a; long b; };
        fn join3($a : string[8], $b : string[8]) : string[32] { return $a == $b ? "same" : $a; }
        fn swap($t : typeof((1, "abc"))) : typeof(("abc", 1)) { return ($t.1, $t.0); }
        fn text($n : int64) : string[16] { if ($n == 0) { return "zero"; } else if ($n == 1) { return "one"; } return "many"; }
        fn name() : string[16] { return comm; }
        begin { printf("%s %s %s %s %s\n", join3("x", "x"), join3("x", "y"), text(0), text(1), text(7)); print(swap((5, "xyz"))); print(swap((7, swap((1, "abc")).0))); @[name(), text(1)] = text(0); printf("%s %d\n", @[comm, "one"], name() == comm); clear(@); }
expect  same x zero one many
        (xyz, 5)
        (abc, 7)
        zero 1
---
name    Q10: structs and arrays as results are values, of the script's types and the kernel's
needs   root btf tracepoint:syscalls:sys_enter_clock_nanosleep
prog    struct halves { unsigned int low, high; };
        struct when { long s; union { long ns; struct halves half; unsigned int list[2]; }; };
        typedef struct when when_t;
        fn follow($p : struct when *) : struct when { return *$p; }
        fn same($x : struct when) : when_t { let $y : struct when = $x; return $y; }
        fn cut($x : when_t) : struct halves { return same($x).half; }
        fn list($x : struct when) : uint32[2] { return same($x).list; }
        fn empty() : struct halves { let $x : struct halves; return $x; }
        fn kernels($p : struct __kernel_timespec *) : struct __kernel_timespec { $x = *$p; return $x; }
        tracepoint:syscalls:sys_enter_clock_nanosleep /comm == "nap"/ {
        	$a = follow((struct when *)args.rqtp);
        	$z = empty();
        	printf("%d %d\n", $a.s, $a.ns);
        	print((cut($a), empty(), same($a) == $a, cut($a) == empty()));
        	print(list($a));
        	print(list($a)[0] + cut(same(same($a))).low);
        	print((kernels(args.rqtp), $z));
        	@[cut($a)] = cut($a);
        	exit();
        }
run     cp "$(command -v sleep)" nap; ./nap 1.0123
expect  1 12300000
        ({ .low = 12300000, .high = 0 }, { .low = 0, .high = 0 }, true, false)
        [12300000,0]
        24600000
        ({ .tv_sec = 1, .tv_nsec = 12300000 }, { .low = 0, .high = 0 })


        @[{ .low = 12300000, .high = 0 }]: { .low = 12300000, .high = 0 }
---
name    Q10: called from predicates, loops, other functions and several probes on one event
needs   root
prog    fn small($n : uint64) : bool { return $n < 20; }
        fn twice($n : uint64) : uint64 { return 2 * $n; }
        fn record($n : uint64) : void { @sum = sum(twice($n)); for ($i : 0..twice(1)) { @calls[$i] = count(); } }
        tracepoint:syscalls:sys_enter_write /comm == "calls" && args.fd > 2 && small(args.count)/ { record(args.count); }
        tracepoint:syscalls:sys_enter_write /comm == "calls" && args.fd > 2 && !small(args.count)/ { for ($i : 0..2) { record(args.count); } }
run     $TESTBIN/calls write 10*100 30*10
expect


        @calls[0]: 120
        @calls[1]: 120
        @sum: 3200
---
name    Q10: times, stacks and paths as results, which show what was returned
needs   root
sh      $SONDE -q -e 'fn later() : timestamp { return year(); } fn year() : timestamp { return strftime("%Y-%m", nsecs); }
        fn group() : cgroup_path_t { return cgroup_path(cgroup, "uni*"); } fn stack($n : bool) : kstack_t { if ($n) { return kstack(3); } return kstack(3); }
        tracepoint:syscalls:sys_enter_getppid { print(later()); $y = later(); print((true, $y)); print(group()); print((stack(true) == kstack(3), stack(false) == stack(true))); @[stack(true) == kstack(1)] = 1; exit(); }' -c "$TESTBIN/calls getppid 1" >out
        grep -c "^$(date +%Y-%m)$" out; grep -c "^(true, $(date +%Y-%m))$" out; grep -c ^unified:/ out; grep true, out | tail -1; grep '^@' out
expect  1
        1
        1
        (true, true)
        @[false]: 1
---
name    Q10: the same name twice
prog    fn f() : void { } fn f($a : int64) : void { } begin { f(); }
exit    1
stderr-re ^<arg>:1:22: error: there are two functions 'f'$
---
name    Q10: recursion, with its chain
prog    fn a() : void { b(); } fn b() : void { c(); } fn c() : void { a(); } fn d() : void { d(); } begin { a(); }
exit    1
stderr-re error: 'a' calls itself: a -> b -> c -> a$
stderr-re error: 'd' calls itself: d -> d$
---
name    Q10: a type that is none, and an aggregation
prog    fn f($a : nosuchtype) : int64 { return 1; } fn g($a : count_t) : sum_t { } begin { }
exit    1
stderr-re ^<arg>:1:11: error: .*nosuchtype
stderr-re ^<arg>:1:55: error: a variable cannot hold
stderr-re ^<arg>:1:66: error: the result of 'g' cannot be an aggregation
---
name    Q11: arguments are passed by value
prog    fn change($s : string[8], $n : int64, $t : typeof((1, 2))) : int64 { $s = "other"; $n = 7; $t = (3, 4); return $n + $t.0; }
        begin { $s = "mine"; $n = 1; $t = (1, 2); $r = change($s, $n, $t); printf("%s %d %d %d\n", $s, $n, $t.0, $r); }
expect  mine 1 1 10
---
name    Q11: up to 12 arguments, each in its place
needs   root
prog    fn all($a : int8, $b : uint16, $c : int32, $d : int64, $e : string[8], $f : uint8, $g : int64, $h : bool, $i : typeof((1, 1)), $j : int64, $k : uint64, $l : int16) : int64 {
        	printf("%d %d %d %d %s %d %d %d %d %d %d %d\n", $a, $b, $c, $d, $e, $f, $g, $h, $i.1, $j, $k, $l); return $a + $l; }
        begin { $x = all(-1, 2, -3, 4, "five", 6, -7, true, (0, 9), -10, 11, -12); printf("%d\n", $x); for ($i : 0..2) { all(1, 1, 1, 1, "1", 1, 1, false, (1, 1), 1, 1, 1); } }
expect  -1 2 -3 4 five 6 -7 1 9 -10 11 -12
        -13
        1 1 1 1 1 1 1 0 1 1 1 1
        1 1 1 1 1 1 1 0 1 1 1 1
---
name    Q11: 13 of them
prog    fn f($a : int8, $b : int8, $c : int8, $d : int8, $e : int8, $f : int8, $g : int8, $h : int8, $i : int8, $j : int8, $k : int8, $l : int8, $m : int8) : void { } begin { }
exit    1
stderr-re ^<arg>:1:4: error: 'f' has 13 parameters, there are at most 12$
---
name    Q11: arguments that do not fit, or are too few
prog    fn f($a : int32, $b : string[4]) : void { } begin { f(nsecs, "a"); f(1, comm); f(5000000000, "a"); f(1, "long"); f("x", "a"); f(1); }
exit    1
stderr-re ^<arg>:1:55: error: '\$a' of f\(\) is int32, not uint64$
stderr-re ^<arg>:1:73: error: '\$b' of f\(\) is string\[4\], not string\[16\]$
stderr-re ^<arg>:1:82: error: the value does not fit into '\$a' of f\(\), which is int32$
stderr-re ^<arg>:1:105: error: the value does not fit into '\$b' of f\(\), which is string\[4\]$
stderr-re ^<arg>:1:116: error: '\$a' of f\(\) is int32, not string\[2\]$
stderr-re ^<arg>:1:127: error: f\(\) takes 2 arguments, not 1$
---
name    Q11: wider types take all, literals adapt
prog    fn s($n : int64) : int64 { return $n; } fn u($n : uint8) : uint8 { return $n; } begin { $i = (int32)-5; printf("%d %d %d %d\n", s($i), s((uint32)4000000000), u(255), u(1)); }
expect  -5 4000000000 255 1
---
name    Q12: maps, task and CPU builtins and functions are there
prog    fn work() : int64 { @m[pid, cpu < ncpus] = count(); $n = 0; for ($kv : @m) { $n += $kv.1; } @t = strlen(comm); printf("%d %s\n", $n, comm); return len(@m); }
        begin { printf("%d\n", work()); clear(@m); clear(@t); }
expect  1 sonde
        1
---
name    Q12: probe data is not
prog    fn f() : int64 { return args.fd + arg0 + retval + reg("ip"); } fn g() : void { @[func, probe] = count(); @c = ctx; } begin { f(); }
exit    1
stderr-re ^<arg>:1:25: error: 'args' belongs to the probe: a function has none$
stderr-re ^<arg>:1:35: error: 'arg0' belongs
stderr-re ^<arg>:1:42: error: 'retval' belongs
stderr-re ^<arg>:1:51: error: 'reg' belongs
stderr-re ^<arg>:1:82: error: 'func' belongs
stderr-re ^<arg>:1:88: error: 'probe' belongs
stderr-re ^<arg>:1:111: error: 'ctx' belongs
---
name    Q12: exit() ends the function, the probe goes on
needs   root
prog    fn stop($n : int64) : int64 { for ($i : 0..5) { if ($i == $n) { exit(3); } } return 9; } begin { @r = stop(2); @s = stop(7); }
expect


        @r: 0
        @s: 9
exit    3
---
name    Q12: falling off the end gives zero, with a warning
prog    fn f($n : int64) : int64 { if ($n > 0) { return 5; } } fn g($n : int64) : string[8] { for ($i : 0..$n) { if ($i == 1) { return "one"; } } } begin { printf("%d %d [%s] [%s]\n", f(1), f(0), g(1), g(2)); }
expect  5 0 [] [one]
stderr-re ^<arg>:1:4: warning: f\(\) may end without 'return': its result is zero then$
stderr-re ^<arg>:1:59: warning: g\(\) may end without 'return'
---
name    Q13: the name of a builtin
prog    fn len($a : int64) : int64 { return 1; } fn uid() : int64 { return 1; } begin { }
exit    1
stderr-re ^<arg>:1:4: error: 'len' is there already: a function cannot take its place$
stderr-re ^<arg>:1:45: error: 'uid' is there already: a function cannot take its place$
---
name    Q13: return of another type
prog    fn f() : int8 { return "a"; } fn g() : void { return 1; } fn h() : int64 { return; } fn i() : int32 { return nsecs; } begin { }
exit    1
stderr-re ^<arg>:1:24: error: the result of f\(\) is int8, not string\[2\]$
stderr-re ^<arg>:1:54: error: g\(\) returns no value$
stderr-re ^<arg>:1:76: error: h\(\) must return a value: it is int64$
stderr-re ^<arg>:1:110: error: the result of i\(\) is int32, not uint64$
---
name    Q20: scripts and headers are merged; begin and end of imports run first
sh      mkdir lib; printf '#define VALUE 42\nstruct pair { int x; long y; };\nbegin { printf("a begins %%d\\n", VALUE); }\nend { printf("a ends\\n"); }\nmacro more(n) { n + VALUE }\n' >lib/a.probe
        printf '#!/usr/bin/env sonde\nimport "a.probe";\nlet @m = hash(1)\nBEGIN { printf("b begins %%d\\n", VALUE); @m[1] = 7; @m[2] = 7; }\n' >lib/b.bt
        printf '#ifndef ONCE\n#define ONCE\n#define BITS (1 << 4)\nstruct from_h { int a; short b; };\nenum colour { RED = 3, GREEN };\n#endif\n' >t.h
        printf 'struct mine { long a; long b; };\nimport "lib/b.bt"; import "t.h";\nbegin { printf("main %%d %%d %%d %%d %%d\\n", more(1), BITS, GREEN, sizeof(struct from_h), sizeof(struct pair)); exit(); }\nend { printf("main ends\\n"); }\n' >main.probe
        $SONDE -q --no-warnings main.probe 2>&1
expect  a begins 42
        b begins 42
        main 43 16 4 8 16
        a ends
        main ends
        Incomplete: map_full @m 1


        @m[1]: 7
---
name    Q20: a directory brings all its files that can be imported, not those of directories in it
sh      mkdir -p d/sub; printf '%s\n' 'begin { printf("1\n"); }' >d/1.probe; printf '%s\n' 'begin { printf("2\n"); }' >d/2.bt; printf '%s\n' 'begin { printf("3\n"); }' >d/sub/3.probe; echo junk >d/x.txt; printf '%s\n' 'begin { printf("h\n"); }' >d/.hidden.bt; echo '#define FOUR 4' >d/z.h
        $SONDE -q -e 'import "d"; begin { printf("main %d\n", FOUR); exit(); }'
expect  1
        2
        main 4
---
name    Q20 Q22: functions of an object give what they give when the machine's own compiler makes them
needs   root
sh      cp $TESTDATA/functions.bpf.o .; chmod 644 functions.bpf.o
        printf '%s\n' 'import "functions.bpf.o"; begin {
        	printf("%d %llu %u %d\n", add(-3, 5), hash(7, 9), power(3), narrow(511));
        	printf("%d %d %d %lld\n", odd(7), next_colour(3), next_colour(4), five(-1, -2, 3, 4, -5));
        	$i = (int32)3; bump(&$i); printf("%d %d\n", $i, length("hello"));
        	$first = next(); $second = next(); printf("%llu %llu\n", $first, $second); exit(); }' >main.probe
        $SONDE -q main.probe >traced; $TESTBIN/c_functions >native; cmp traced native; wc -l <native
expect  4
---
name    Q22: maps by their address, fields of the kernel by its own types, callbacks
needs   root
sh      cp $TESTDATA/functions.bpf.o .; chmod 644 functions.bpf.o
        $SONDE -q -e 'import "functions.bpf.o"; begin { @m[(uint64)7] = (uint64)42; printf("%d %d\n", value_of(&@m, 7), value_of(&@m, 8)); clear(@m);
        	printf("%d %c\n", tgid_of(curtask) == pid(init), second_of(curtask)); printf("%d\n", sum_below(10)); exit(); }'
expect  42 99
        1 o
        45
---
name    Q22: maps that an object defines, of as many keys and values as it says, are not printed
needs   root
sh      cp $TESTDATA/functions.bpf.o .; chmod 644 functions.bpf.o
        $SONDE -q -e 'import "functions.bpf.o"; begin { printf("%d %d %d\n", remember(1, -7, 70), remember(2, 8, -80), remember(3, 1, 1) < 0);
        	printf("%d %d %d\n", second_of_pair(1), second_of_pair(2), second_of_pair(3));
        	$a = add_to_number(3, 5); $b = add_to_number(3, -9); printf("%d %d %d\n", $a, $b, add_to_number(4, 1));
        	$c = count_by_cpu(2); $d = count_by_cpu(2); printf("%d %d %d\n", $c, $d, count_by_cpu(3)); exit(); }'
expect  0 0 1
        70 -80 -1
        5 -4 -1
        1 2 -1
---
name    Q22: in loops, functions and predicates of several probes, which share the data of the object
needs   root
sh      cp $TESTDATA/functions.bpf.o .; chmod 644 functions.bpf.o; printf '%s\n' 'import "functions.bpf.o";
        fn twice() : uint64 { return next() + next(); }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls" && odd(1)/ { for ($i : 0..2) { $j = (int32)10; bump(&$j); @sum = sum(add($j, 1)); } @last = max(twice()); }
        tracepoint:syscalls:sys_exit_getppid /comm == "calls" && odd(2)/ { @never = count(); }' >main.probe; $SONDE -q main.probe -c "$TESTBIN/calls getppid 10" | grep @
expect  @last: 119
        @sum: 120
---
name    Q22: a function that the kernel refuses is shown with its reason, however small the log begins (config log_size)
needs   root tool:clang
sh      ln -s $SONDE refused; printf 'int pick(int *p, int n) { return p[n]; }\n' >pick.bpf.c; p='import "pick.bpf.c"; begin { $x = (int32)4; print(pick(&$x, 500)); }'
        $SONDE --ready-fd 3 -q -e 'tracepoint:syscalls:sys_enter_bpf /comm == "refused" && args.cmd == 5 && args.uattr.log_size/ { printf("%d\n", args.uattr.log_size); }' 3>ready >sizes & while ! [ -s ready ]; do sleep 0.01; done
        for size in 1 200 500000; do SONDE_LOG_SIZE=$size ./refused -q -e "$p" 2>&1 | head -n 1; done; ./refused -q -e "$p" 2>/dev/null; kill -INT $!; wait $!; sed -n '1p;$p' sizes; grep -cx '200\|500000' sizes; grep -cx 512 sizes
expect  <arg>:1:8: error: probe 'begin': the kernel refused the program here: invalid read from stack R1 off=1984 size=4
        <arg>:1:8: error: probe 'begin': the kernel refused the program here: invalid read from stack R1 off=1984 size=4
        <arg>:1:8: error: probe 'begin': the kernel refused the program here: invalid read from stack R1 off=1984 size=4
        128
        1000000
        2
        1
---
name    Q20: a file in C is compiled by clang, with the headers beside it
needs   tool:clang full-speed
sh      mkdir in; echo '#define FACTOR 6' >in/factor.h; echo '#define MORE 1' >more.h
        printf '#include "factor.h"\n#include <more.h>\nlong times(long a) { return a * FACTOR + MORE; }\n' >in/t.bpf.c
        $SONDE -q -I . -e 'import "in/t.bpf.c"; begin { printf("%d\n", times(7)); exit(); }'; echo 'int f(' >bad.bpf.c; $SONDE --dry-run -e 'import "bad.bpf.c"; begin { }' 2>&1 | grep '^<arg>'
expect  43
        <arg>:1:8: error: 'bad.bpf.c' cannot be imported: clang did not compile it
---
name    Q20: headers in C find those of this machine that they include
needs   tool:clang full-speed
sh      printf '%s\n' '#include <stdint.h>' '#include <linux/types.h>' '#include <errno.h>' 'uint64_t twice(__u32 a) { return (uint64_t)a * 2; }' 'int bits(void) { return __WORDSIZE; }' 'int again(void) { return EAGAIN; }' >t.bpf.c
        cp t.bpf.c u.bpf.c; sed -i 's/ twice/ other_twice/; s/ bits/ other_bits/; s/ again/ other_again/' u.bpf.c
        $SONDE -q -e 'import "t.bpf.c"; import "u.bpf.c"; begin { print((twice(4000000000), bits(), other_again())); exit(); }'
expect  (8000000000, 64, 11)
---
name    Q20: without clang a file in C is a fault of the machine
sh      touch t.bpf.c; PATH=/no/where $SONDE --dry-run -e 'import "t.bpf.c"; begin { }' 2>&1; echo $?
expect  <arg>:1:8: error: 't.bpf.c' cannot be imported: the program clang is not installed
            import "t.bpf.c"; begin { }
                   ^~~~~~~~~
            hint: install it, or compile the file elsewhere and import the .bpf.o: clang -target bpf -O2 -g -c
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        2
---
name    Q22 E6: the address of a variable that holds a struct is handed over as that struct, and as no other
needs   tool:clang full-speed
sh      printf '%s\n' 'struct list_head { struct list_head *next, *prev; }; struct hlist_node { struct hlist_node *next, **pprev; };' \
        	'long fill(struct list_head *l) { l->next = (void *)7; l->prev = (void *)9; return 3; }' 'long other(struct hlist_node *n) { return 4; }' >t.bpf.c
        $SONDE -q --no-warnings -e 'import "t.bpf.c"; begin { let $l : struct list_head; $r = fill(&$l); print(($r, $l.next, $l.prev)); exit(); }'
        $SONDE --dry-run -e 'import "t.bpf.c"; begin { let $l : struct list_head; other(&$l); }' 2>&1 | grep error
expect  (3, 0x7, 0x9)
        <arg>:1:60: error: 'n' of other() is struct hlist_node*, not struct list_head*
---
name    Q22: arguments are checked against the prototype
sh      cp $TESTDATA/functions.bpf.o .; chmod 644 functions.bpf.o
        $SONDE --dry-run -e 'import "functions.bpf.o"; begin { add(1); add(1, "x"); add(5000000000, nsecs); $l = (int64)1; bump(&$l); bump(5); next_colour(9); odd(300); hash(1, -1); length(&$l); @q = 1; add(&@q, 1); next(1); gives_pointer(); }' 2>&1 | grep -E 'error|hint'
expect  <arg>:1:35: error: add() takes 2 arguments, not 1
            hint: int add(int a, int b)
        <arg>:1:50: error: 'b' of add() is int32, not string[2]
            hint: int add(int a, int b)
        <arg>:1:60: error: the value does not fit into 'a' of add(), which is int32
            hint: int add(int a, int b)
        <arg>:1:72: error: 'b' of add() is int32, not uint64
            hint: int add(int a, int b)
            hint: cast it: (int32)
        <arg>:1:100: error: 'p' of bump() is int*, not int64*
            hint: void bump(int *p)
        <arg>:1:111: error: 'p' of bump() is int*, not int8
            hint: void bump(int *p)
        <arg>:1:127: error: the value does not fit into 'c' of next_colour(), which is enum colour
            hint: enum colour next_colour(enum colour c)
        <arg>:1:135: error: the value does not fit into 'v' of odd(), which is uint8
            hint: _Bool odd(u8 v)
        <arg>:1:149: error: the value does not fit into 'b' of hash(), which is uint64
            hint: u64 hash(u64 a, u64 b)
        <arg>:1:161: error: 's' of length() is int8*, not int64*
            hint: int length(const char *s)
        <arg>:1:179: error: 'a' of add() is int32, not void*
            hint: int add(int a, int b)
        <arg>:1:188: error: next() takes 0 arguments, not 1
            hint: u64 next(void)
        <arg>:1:197: error: gives_pointer() cannot be called: its result is a pointer, which scripts cannot follow safely
            hint: void *gives_pointer(void)
---
name    Q22: what an object cannot have is said where it is imported
sh      cp $TESTDATA/functions.bpf.o .; chmod 644 functions.bpf.o
        for f in 'missing_member(0)' 'missing_function(1)' 'uses_ring(1)' 'bumb(0)'; do $SONDE --dry-run -e "import \"functions.bpf.o\"; begin { $f; }" 2>&1 | grep -E 'error|hint'; done
        $SONDE --dry-run -e 'import "functions.bpf.o"; begin { }' && head -c 4000 functions.bpf.o >cut.bpf.o && echo text >text.bpf.o && cp functions.bpf.o twice.bpf.o
        for f in cut text; do $SONDE --dry-run -e "import \"$f.bpf.o\"; begin { }" 2>&1 | grep error; done; $SONDE --dry-run -e 'import "functions.bpf.o"; import "twice.bpf.o"; begin { }' 2>&1 | grep -c 'both have a function'
expect  <arg>:1:8: error: 'missing_member' of 'functions.bpf.o' cannot be used: the kernel has no 'no_such_member' (CO-RE)
        <arg>:1:8: error: 'missing_function' of 'functions.bpf.o' cannot be used: it calls 'nowhere', which no imported object has
        <arg>:1:8: error: 'uses_ring' of 'functions.bpf.o' cannot be used: its map 'ring' cannot be had: maps of type 27 are not there yet
        <arg>:1:35: error: 'bumb' is not defined
            hint: did you mean 'bump'?
        <arg>:1:8: error: 'cut.bpf.o' cannot be imported: its sections lie outside of the file
        <arg>:1:8: error: 'text.bpf.o' cannot be imported: it is no ELF object
        1
---
name    Q22: programs of an object are attached where their sections say, and share its maps and data with its functions
needs   root
sh      cp $TESTDATA/programs.bpf.o .; chmod 644 programs.bpf.o
        $SONDE -q -e 'import "programs.bpf.o"; begin { set_step(3); }
        	end { printf("%d %d %d %d, %d, %d\n", runs_of(0), runs_of(1), runs_of(2), runs_of(3), runs_of(5), sum_of_steps()); @more = runs_of(4) > runs_of(3); }' -c "$TESTBIN/calls -t 4 getppid 1000" | tail -n +2
expect  4000 4000 4000 4000, 0, 12000


        @more: true
---
name    Q22: programs of an object are probes like others: listed, shown and counted; alone they make a script
needs   root
sh      cp $TESTDATA/programs.bpf.o .; chmod 644 programs.bpf.o; $SONDE -l -e 'import "programs.bpf.o";'; $SONDE -f json -e 'import "programs.bpf.o";' -c true | head -n 1
        $SONDE -v -e 'import "programs.bpf.o";' -c true 2>&1 | sort
expect  rawtracepoint:sys_enter
        rawtracepoint:sys_exit
        tracepoint:syscalls:sys_enter_getppid
        tracepoint:syscalls:sys_exit_getppid
        {"type": "attached_probes", "count": 5, "data": {"probes": 5}}
        Attached 5 probes
        rawtracepoint:sys_enter: raw tracepoint sys_enter
        rawtracepoint:sys_exit: BTF raw tracepoint sys_exit
        rawtracepoint:sys_exit: BTF raw tracepoint sys_exit
        tracepoint:syscalls:sys_enter_getppid: perf tracepoint syscalls:sys_enter_getppid
        tracepoint:syscalls:sys_exit_getppid: perf tracepoint syscalls:sys_exit_getppid
---
name    Q22 P4: on one event the programs of an import run before the probes of the script
needs   root
sh      cp $TESTDATA/programs.bpf.o .; chmod 644 programs.bpf.o
        $SONDE -q -e 'import "programs.bpf.o"; tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n++; @[sum_of_steps() - @n] = count(); }' -c "$TESTBIN/calls getppid 700" | grep @
expect  @[0]: 700
        @n: 700
---
name    Q22: programs on functions of the kernel
needs   root kprobe fentry
sh      cp $TESTDATA/kernel_functions.bpf.o .; chmod 644 kernel_functions.bpf.o
        $SONDE -q -e 'import "kernel_functions.bpf.o"; end { printf("%d %d %d %d %d\n", runs_of(0) - 321, runs_of(1), runs_of(2) - runs_of(0), runs_of(3), runs_of(4)); }' -c "sh -c '$TESTBIN/calls write 100*300 5000*20 >/dev/null; $TESTBIN/calls getppid 40 >/dev/null'"
expect  1 20 0 20 20
---
name    Q22: programs on functions of binaries, whose results have no effect
needs   root tool:clang full-speed
sh      printf '%s\n' '#define SEC(name) __attribute__((section(name), used))' 'static volatile long n;' 'long times(void) { return n; }' \
        	"SEC(\"uprobe/$TESTBIN/words:take_words\") int in(void *ctx) { n++; return 1; }" "SEC(\"uretprobe/$TESTBIN/words:take_words\") int out(void *ctx) { n += 100; return 1; }" \
        	"SEC(\"uprobe.multi/$TESTBIN/words:take_w*s\") int all(void *ctx) { n += 10000; return 1; }" >t.bpf.c
        $SONDE -q -e 'import "t.bpf.c"; end { printf("%d\n", times()); }' -c "$TESTBIN/words 7" | tail -n 1
expect  70707
---
name    Q22: what the program of an iterator writes is shown
needs   root btf iter tool:clang full-speed
sh      printf '%s\n' '#define SEC(name) __attribute__((section(name), used))' '#define CORE __attribute__((preserve_access_index))' 'struct seq_file;' \
        	'struct bpf_iter_meta { struct seq_file *seq; } CORE; struct task_struct { int pid; } CORE;' 'struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; } CORE;' \
        	'static long (*print)(void *to, const char *format, unsigned size, const void *data, unsigned data_size) = (void *)126;' 'static volatile unsigned long long n; long seen(void) { return n; }' \
        	'SEC("iter/task") int walk(struct bpf_iter__task *ctx) { struct task_struct *t = ctx->task; static const char f[] = "task %d\n"; unsigned long long v; if (!t) return 0;' \
        	'	n++; v = n; print(ctx->meta->seq, f, sizeof(f), &v, sizeof(v)); return 0; }' 'char LICENSE[] SEC("license") = "GPL";' >t.bpf.c
        $SONDE -q -e 'import "t.bpf.c"; end { printf("%d\n", seen()); }' >out; n=$(tail -n 1 out); (seq -f 'task %g' $n; echo $n) | cmp - out && test $n -gt 1 && echo same
expect  same
---
name    Q22: programs that cannot be attached are named with their section
needs   tool:clang full-speed
sh      printf '%s\n' '#define SEC(name) __attribute__((section(name), used))' 'SEC(IN) int p(void *ctx) { return 0; }' >t.c
        for section in xdp lsm/file_open fentry.s/vfs_read '?xdp' kprobe tp/sched uprobe/libc perf_event tp/syscalls/sys_enter_getppit; do
        	clang -target bpf -mcpu=v3 -O2 -g "-DIN=\"$section\"" -c t.c -o t.bpf.o; $SONDE --dry-run -e 'import "t.bpf.o"; begin { }' 2>&1 | grep -v '^    [^h]*$'; done
expect  <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'xdp' is of a kind that sonde has no probes for
            hint: there are some for tracepoint, tp, raw_tracepoint, raw_tp, tp_btf, kprobe, kretprobe, kprobe.multi, kretprobe.multi, fentry, fexit, uprobe, uretprobe, uprobe.multi, uretprobe.multi, iter and perf_event
            hint: SEC("?xdp") leaves it out
        <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'lsm/file_open' is of a kind that sonde has no probes for
            hint: there are some for tracepoint, tp, raw_tracepoint, raw_tp, tp_btf, kprobe, kretprobe, kprobe.multi, kretprobe.multi, fentry, fexit, uprobe, uretprobe, uprobe.multi, uretprobe.multi, iter and perf_event
            hint: SEC("?lsm/file_open") leaves it out
        <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'fentry.s/vfs_read' is of a kind that sonde has no probes for
            hint: there are some for tracepoint, tp, raw_tracepoint, raw_tp, tp_btf, kprobe, kretprobe, kprobe.multi, kretprobe.multi, fentry, fexit, uprobe, uretprobe, uprobe.multi, uretprobe.multi, iter and perf_event
            hint: SEC("?fentry.s/vfs_read") leaves it out
        <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'kprobe' does not say to what
            hint: SEC("kprobe/FUNCTION") does
            hint: SEC("?kprobe") leaves it out
        <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'tp/sched' does not say to what
            hint: SEC("tp/CATEGORY/EVENT") does
            hint: SEC("?tp/sched") leaves it out
        <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'uprobe/libc' does not say to what
            hint: SEC("uprobe/BINARY:FUNCTION") does
            hint: SEC("?uprobe/libc") leaves it out
        <arg>:1:8: error: program 'p' of 't.bpf.o' cannot be attached: its section 'perf_event' does not say to what
            hint: SEC("perf_event/profile:hz:99") does
            hint: SEC("?perf_event") leaves it out
        <arg>:1:8: error: category 'syscalls' has no tracepoint 'sys_enter_getppit'
            hint: program 'p' of 't.bpf.o' asks for it: SEC("tp/syscalls/sys_enter_getppit")
            hint: did you mean 'sys_enter_getppid'?
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    Q22: programs of perf events say which in the words of a script; another kind of program does not go there
needs   root tool:clang full-speed
sh      printf '%s\n' '#define SEC(name) __attribute__((section(name), used))' 'static volatile long n;' 'long faults(void) { return n; }' \
        	'SEC("perf_event/software:page-faults:1") int in(void *ctx) { __sync_fetch_and_add(&n, 1); return 0; }' >t.bpf.c
        $SONDE -q -e 'import "t.bpf.c"; software:page-faults:1 { @n = count(); } end { print(("same", faults() == (int64)@n, faults() > 0)); }' -c "$TESTBIN/calls getppid 1" | grep same
        sed 's/software.*:1/tracepoint:syscalls:sys_enter_getppid/' t.bpf.c >u.bpf.c; $SONDE --dry-run -e 'import "u.bpf.c";' 2>&1 | grep -v '^    [^h]*$'
        cp $TESTDATA/programs.bpf.o .; chmod 644 programs.bpf.o; SONDE_ATTACH_BY=raw $SONDE --dry-run -e 'import "programs.bpf.o";' 2>&1 | grep error
        printf '%s\n' '#define SEC(name) __attribute__((section(name), used))' 'SEC("raw_tp/sys_enter") int raw(void *ctx) { return 0; }' 'SEC("tp_btf/sys_enter") int typed(void *ctx) { return 0; }' >v.bpf.c
        $SONDE --dry-run -e 'import "v.bpf.c";' 2>&1 | grep error
expect  (same, true, true)
        <arg>:1:8: error: program 'in' of 'u.bpf.c' cannot be attached: 'tracepoint:syscalls:sys_enter_getppid' is attached as perf tracepoint syscalls:sys_enter_getppid, whose programs have another context than those of section 'perf_event/tracepoint:syscalls:sys_enter_getppid'
            hint: another probe of the same event may need that, or attach_by ask for it
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        <arg>:1:8: error: 'tracepoint:syscalls:sys_enter_getppid' cannot be attached by raw, which attach_by asks for: the program reads the record of the event, which only perf has
        <arg>:1:8: error: program 'raw' of 'v.bpf.c' cannot be attached: 'rawtracepoint:sys_enter' is attached as BTF raw tracepoint sys_enter, whose programs have another context than those of section 'raw_tp/sys_enter'
---
name    Q20: of a source in C and its object in a directory the object is taken, the source where that is newer
needs   root tool:clang full-speed
sh      mkdir d; echo 'long which(void) { return 1; }' >d/x.bpf.c; clang -target bpf -mcpu=v3 -O2 -g -c d/x.bpf.c -o d/x.bpf.o; echo 'long which(void) { return 2; }' >d/x.bpf.c; echo 'long other(void) { return 3; }' >d/y.bpf.c
        for when in '@5 @5' '@6 @5' '@5 @6' '@5.5 @5.4'; do set -- $when; touch -d $1 d/x.bpf.o; touch -d $2 d/x.bpf.c; $SONDE -q -e 'import "d"; begin { printf("%d %d\n", which(), other()); exit(); }'; done
        $SONDE --dry-run -e 'import "d/x.bpf.c"; import "d/x.bpf.o"; begin { }' 2>&1 | grep error
expect  1 3
        1 3
        2 3
        1 3
        <arg>:1:28: error: 'd/x.bpf.c' and 'd/x.bpf.o' both have a function 'which'
---
name    Q22: a program that reads more than the record of its event has
needs   root tool:clang full-speed
sh      printf '%s\n' '#define SEC(name) __attribute__((section(name), used))' 'struct event { long common, number; };' 'static volatile long n;' \
        	'SEC("tp/syscalls/sys_enter_getppid") int p(struct event *ctx) { n = ctx->number; return 0; }' >t.bpf.c; $SONDE -e 'import "t.bpf.c";' -c true 2>&1
exit    2
expect  <arg>:1:8: error: probe 'tracepoint:syscalls:sys_enter_getppid': cannot attach: the program reads beyond the fields of the event
            import "t.bpf.c";
                   ^~~~~~~~~
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    Q20: config may not stand in an imported file, messages point into it, an error in it is one of the script
sh      printf 'config = { max_strlen = 5 }\nbegin { @x = ; }\n' >bad.probe; $SONDE --dry-run -e 'import "bad.probe"; begin { }' 2>&1; echo $?
expect  bad.probe:1:1: error: 'config' may not stand in an imported file
            config = { max_strlen = 5 }
            ^~~~~~
            hint: it belongs to the script that imports it
        bad.probe:2:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
        1
---
name    Q20: warnings of the running program point into the imported file
sh      printf '\n\nbegin { errorf("here"); warnf("there"); @[1] = 1; @[2] = 2; }' >said.probe; $SONDE -q -e 'config = { max_map_keys = 1; print_maps_on_exit = 0 } import "said.probe"; begin { exit(); }' 2>&1 | grep said
expect  said.probe:3:9-23: ERROR: here
        said.probe:3:25-39: WARNING: there
        said.probe:3:41: warning: map '@': 1 update was refused: it takes at most 1 keys (max_map_keys), fewer when memory is short
---
name    Q21: beside the importing file, then in the directories of scripts, then the packages of sonde
sh      mkdir -p home/sonde/probes/more here; export XDG_DATA_HOME=$PWD/home
        printf '%s\n' 'begin { printf("of the directory\n"); }' >home/sonde/probes/more/x.probe; printf '%s\n' 'begin { printf("not me\n"); }' >home/sonde/probes/y.probe; printf '%s\n' 'begin { printf("beside\n"); }' >here/y.probe
        printf '%s\n' 'import "y.probe"; import "more/x.probe"; import "stdlib/numbers"; begin { printf("%d %d %d\n", clamp(17, 1, 5), magnitude(-3), percent(1, 4)); exit(); }' >here/main.probe
        $SONDE -q here/main.probe
expect  beside
        of the directory
        5 3 25
---
name    Q21: twice is once, and circles do no harm
sh      printf '%s\n' 'import "b.probe"; import "main.probe"; begin { printf("a\n"); }' >a.probe; printf '%s\n' 'import "a.probe"; begin { printf("b\n"); }' >b.probe; ln -s a.probe c.probe
        printf '%s\n' 'import "a.probe"; import "./a.probe"; import "c.probe"; import "stdlib/numbers"; import "stdlib/numbers.probe"; begin { printf("main\n"); exit(); }' >main.probe; $SONDE -q main.probe
expect  b
        a
        main
---
name    Q21: files and directories that everybody can write, what is not there, what is no script
sh      printf '%s\n' 'begin { }' >w.probe; mkdir w; cp w.probe w/a.probe; chmod o+w w.probe w; touch x.txt; $SONDE --dry-run -e 'import "w.probe"; import "w"; import "w/a.probe"; import "no.probe"; import "x.txt"; import "/dev/null"; begin { }' 2>&1 | grep error; echo $?
expect  <arg>:1:8: error: 'w.probe' cannot be imported: everybody can write it
        <arg>:1:26: error: 'w' cannot be imported: everybody can write it
        <arg>:1:58: error: 'no.probe' cannot be imported: there is no such file
        <arg>:1:77: error: 'x.txt' cannot be imported: it is no script, no header and no object
        <arg>:1:93: error: '/dev/null' cannot be imported: it is no file and no directory
        0
---
name    Q2: macros in functions and functions in macros; a macro goes before a function of its name where it fits
prog    macro twice(n) { n * 2 } macro both($v) { $v = add($v, twice(1)); }
        fn add($a : int64, $b : int64) : int64 { let $r = twice($a) / 2; return $r + $b; }
        fn f($a : int64) : int64 { return 1; } macro f(a, b) { 2 } macro f() { 3 }
        begin { $x = (int64)5; both($x); printf("%d %d %d %d\n", $x, f(1), f(1, 2), f); exit(); }
args    -q
expect  7 1 2 3
---
name    Q12: a stack in a function is the probe's
needs   root
prog    fn inner() : int64 { @k[kstack(4)] = count(); return 1; }
        fn outer($n : int64) : int64 { for ($i : 0..$n) { inner(); } return inner(); }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @k[kstack(4)] = count(); outer(2); for ($i : 0..3) { inner(); } } end { for ($kv : @k) { printf("%d\n", $kv.1); } clear(@k); }
run     $TESTBIN/calls getppid 10
expect  70
---
name    Q13: a name that only this language has may be taken
prog    fn pct($n : int64) : int64 { return $n * 2; } begin { printf("%d\n", pct(4)); }
expect  8
---
name    Q2: a macro of the script goes before one of a package with its signature, but not inside of the package
prog    import "stdlib/numbers";
        macro larger(a, b) { 100 } macro smaller($a, b) { 200 }
        begin { $x = 1; printf("%d %d %d %d\n", larger(1, 2), smaller(1, 2), smaller($x, 2), clamp(7, 1, 5)); exit(); }
args    -q
expect  100 1 200 5
---
name    Q3: each use is a note of the records of sonde check, too
sh      printf '%s' 'macro f(a) { a + "x" } macro g(a) { f(a) } begin { print(g(1)); }' >m.bt; $SONDE check -f json m.bt | grep -o '"notes".*'
expect  "notes": [{"msg": "the macro is used here", "filename": "m.bt", "line": 1, "col": 37, "end_line": 1, "end_col": 41},{"msg": "the macro is used here", "filename": "m.bt", "line": 1, "col": 58, "end_line": 1, "end_col": 62}], "hints": []}
---
name    Q11: an address is read where it points, in the kernel or in the process, by each program that calls
sh      $SONDE -q -e 'fn text($p : uint64) : string[16] { return str($p, 15); } tracepoint:syscalls:sys_enter_openat /comm == "sh"/ { @user[text((uint64)args.filename)] = count(); } rawtracepoint:sched_process_exec /comm == "true"/ { @kernel[text((uint64)((struct linux_binprm *)arg2)->filename)] = count(); }' -c "/bin/sh -c '/bin/true </etc/passwd; exit 0'"
expect-re ^@kernel\[/bin/true\]: 1$
expect-re ^@user\[/etc/passwd\]: 1$
---
name    Q2: a chain of macros that is too long is refused at its use
sh      awk 'BEGIN { for (i = 0; i < 45000; i++) print "macro m" i "() { m" i + 1 "() }"; print "macro m45000() { 1 }"; print "begin { print(m0()); }" }' >deep.probe; $SONDE check deep.probe 2>&1 | grep -o 'error: .*'
expect  error: the macros stand too deep in one another: more than 1000 levels
---
name    Q10: functions may be called as those that the compiler makes for itself
sh      $SONDE -q -e 'fn search_31_31($a : int64) : int64 { return $a + 1; } fn visit_entry($a : int64) : int64 { return $a + 2; } fn round($a : int64) : int64 { return $a + 3; } begin { @[1] = 1; for ($i : 0..1) { print((search_31_31(1), visit_entry(1), round(1))); } print((strstr(comm, comm), len(@))); clear(@); }'
expect  (2, 3, 4)
        (0, 1)
