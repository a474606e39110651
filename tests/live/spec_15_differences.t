# tests/live/spec_15_differences.t - the rows of chapter 15 of the language: where it differs on purpose.
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
name    D15: suffixes of integers in either case
prog    begin { print((5U, 5uLL, 0x10UL, 7Ll)); }
expect  (5, 5, 16, 7)
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
name    D13: functions of the script can be called
prog    fn double($n : int64) : int64 { return 2 * $n; } begin { printf("%d\n", double(21)); }
expect  42
---
name    D21: exit() in a loop over a map
prog    begin { @m[1] = 1; @m[2] = 1; for ($kv : @m) { @seen = count(); exit(5); } } end { clear(@m); print(@seen); clear(@seen); }
expect  @seen: 1
exit    5
---
name    D22: args in a loop over a map, and argN in one over a range
prog    begin { @m[1] = 1; @m[2] = 1; } tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count == 77/ { for ($kv : @m) { @n = sum(args.count); } } rawtracepoint:sys_enter /comm == "calls" && arg1 == 1/ { for ($i : 0..3) { @w = max(arg1); } } end { clear(@m); }
run     $TESTBIN/calls write 77*10
expect


        @n: 1540
        @w: 1
---
name    D36: no warning for while
prog    begin { $i = 0; while ($i < 5) { $i++; } printf("%d\n", $i); }
args    -q
expect  5
stderr
---
name    D38: a variable behind its block, when the types agree
prog    begin { if (pid) { $a = 1; } else { $a = 2; } printf("%d\n", $a); }
expect  1
stderr-re ^<arg>:1:62: warning: '\$a' is used behind the block that it belongs to$
