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
sh      $SONDE --dry-run -e 'macro f(args) { 1 } macro g(a, a) { 1 } macro nsecs() { 1 } macro arg1(a) { a } begin { }' 2>&1 | grep error; $SONDE --dry-run -e 'macro f(a, $b) { a } macro f(c, $d) { c } begin { }' 2>&1 | grep -A3 error
expect  <arg>:1:9: error: 'args' is a reserved name
        <arg>:1:32: error: the macro has two parameters 'a'
        <arg>:1:47: error: 'nsecs' is a reserved name
        <arg>:1:67: error: 'arg1' is a reserved name
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
