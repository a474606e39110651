# tests/live/lang_expr.t - expressions: arithmetic, comparison, logic, conditions, variables, tuples.
name    every operator on signed and unsigned operands gives what C gives
sh      $TESTBIN/arith program > arith.bt && $TESTBIN/arith expect > want && $SONDE --no-warnings arith.bt > got && cmp want got && wc -l < got
expect  149
---
name    the same with operands that are constants
needs   root
prog    begin { printf("%d %d %d %d\n", -7 / 2, -7 % 2, 7 / -2, 7 % -2);
        	printf("%d %d %d\n", -8 >> 1, 1 << 40, 255 & ~15);
        	printf("%d %u\n", 0xffffffffffffffff, 18446744073709551615);
        	printf("%d %d\n", 2 + 3 * 4, (2 + 3) * 4); }
expect  -3 -1 -3 1
        -4 1099511627776 240
        -1 18446744073709551615
        14 20
---
name    precedence and associativity
needs   root
prog    begin { $z = pid - pid; $a = 10 + $z; $b = 3 + $z; $c = 2 + $z;
        	printf("%d %d %d %d\n", $a - $b - $c, $a / $b / $c, $a - $b * $c, ($a - $b) * $c);
        	printf("%d %d %d\n", $a | $b & $c, $a ^ $b | $c, $a << $c + 1);
        	printf("%d %d %d\n", $a & $b == $b, $a > $b == true, !$z + 1);
        	printf("%d %d\n", $z ? 1 : $a ? 2 : 3, $a == 10 || $b / $z == 1 && $z); }
expect  5 1 4 14
        10 11 80
        0 1 2
        2 1
---
name    unsigned words from signed ones meet as signed
needs   root
prog    begin { $s = pid - pid - 5; $u = pid ^ pid; $u = $u + 3;
        	printf("%d %d %d\n", $s + $u, $s / $u, $s % $u);
        	printf("%d %d\n", $s >> 1, ($u << 1) + $s); }
expect  -2 -1 -2
        -3 1
---
name    a non-negative literal takes the sign of the other operand
needs   root
prog    begin { $u = pid ^ pid; $s = pid - pid;
        	printf("%u %d\n", ($u - 1) / 2, ($s - 1) / 2);
        	printf("%u\n", (~$u) / 2);
        	printf("%d %d\n", $s - 1 < 1, ~$u < 1); }
expect  0 0
        9223372036854775807
        1 0
---
name    division and modulo by zero give 1 and say so
needs   root
prog    begin { $z = pid - pid; printf("%d %d\n", 5 / $z, 5 % $z); }
expect  1 1
stderr-re <arg>:1:[0-9]+: warning: .*zero
---
name    shift counts are taken modulo 64
needs   root
prog    begin { $z = pid - pid; $n = 65 + $z; $m = $z - 1; printf("%d %d %d\n", 3 << $n, 12 >> $n, ($z - 2) >> $m); }
expect  6 6 -1
---
name    comparisons are bool, and count as 0 or 1
needs   root
prog    begin { $z = pid - pid; $t = $z == 0; print($t); print($z > 0); print($t + $t); printf("%d %s\n", $t, $t); @b = $t; print(@b); clear(@b); }
expect  true
        false
        2
        1 true
        @b: true
---
name    and, or evaluate only what they must
needs   root
prog    begin { $z = pid - pid; @n = 0;
        	if ($z && @n++) { printf("no\n"); }
        	if (!$z || @n++) { printf("yes\n"); }
        	if ($z || ++@n == 1) { printf("%d\n", @n); }
        	clear(@n); }
expect  yes
        1
---
name    only the taken branch of a ternary is evaluated
needs   root
prog    begin { $z = pid - pid; $a = $z ? @n++ : 7; $b = $z ?: 8; $c = ($z + 3) ?: 8; $s = $z ? "zero" : "other";
        	printf("%d %d %d %s %d\n", $a, $b, $c, $s, @n); clear(@n); }
expect  7 8 3 other 0
---
name    steps before and after
needs   root
prog    begin { $x = 5; $a = $x++; $b = ++$x; $c = $x--; $d = --$x; printf("%d %d %d %d %d\n", $a, $b, $c, $d, $x);
        	@m[1] = 5; $e = @m[1]++; $f = ++@m[1]; $g = @m[1]--; $h = --@m[1]; printf("%d %d %d %d %d\n", $e, $f, $g, $h, @m[1]);
        	$i = @new[3]--; printf("%d %d\n", $i, @new[3]); clear(@m); clear(@new); }
expect  5 7 7 5 5
        5 7 7 5 5
        0 -1
---
name    compound assignment on variables and maps
needs   root
prog    begin { $x = pid - pid + 100; $x += 5; $x -= 1; $x *= 3; $x /= 2; $x %= 100; $x <<= 3; $x >>= 1; $x |= 3; $x &= 0xfe; $x ^= 5; print($x);
        	@m["a"] = 100; @m["a"] += 5; @m["a"] -= 1; @m["a"] *= 3; @m["a"] /= 2; @m["a"] %= 100;
        	@m["a"] <<= 3; @m["a"] >>= 1; @m["a"] |= 3; @m["a"] &= 0xfe; @m["a"] ^= 5; print(@m["a"]); clear(@m); }
# 100 105 104 312 156 56 448 224 227 226 231
expect  231
        231
---
name    if, else if, else
needs   root
prog    begin { $n = pid - pid + 2; if ($n == 1) { print(1); } else if $n == 2 { print(2); } else { print(3); }
        	if ($n == 3) { print(4); } else { print(5); } if $n { print(6) } }
expect  2
        5
        6
---
name    literals in every base, with suffixes and as durations
needs   root
prog    begin { printf("%d %d %d %d %d\n", 0x1F, 0b101, 017, 1_000_000, 2e3);
        	printf("%u %d %d %d\n", 5u, 6ull, 0xffUL, 1e6);
        	printf("%d %d %d %d %d %d %d\n", 1ns, 1us, 1ms, 1s, 1m, 1h, 1d); }
expect  31 5 15 1000000 2000
        5 6 255 1000000
        1 1000 1000000 1000000000 60000000000 3600000000000 86400000000000
---
name    variables keep their block
needs   root
prog    begin { let $x; print($x); let $y = 3; { let $z = 4; $x = $z + $y; } print($x); $b = true; print($b); }
expect  0
        7
        true
---
name    a variable has the join of what is assigned to it
needs   root
prog    begin { $x = 1; $x = 300; $x = -70000; print($x); $y = 1; if (pid == pid) { $y = 18446744073709551615; } printf("%u\n", $y); }
args    --no-warnings
expect  -70000
        18446744073709551615
---
name    tuples: elements, nesting, equality
needs   root
prog    begin { $t = (1, "two", (3, true)); print($t); print($t.1); print($t.2.0); print($t[0]);
        	$z = pid - pid; $u = ($z + 1, "a"); $v = ($z + 1, "a"); $w = ($z + 1, "b");
        	printf("%d %d %d\n", $u == $v, $u == $w, $u != $w); print((1,)); }
expect  (1, two, (3, true))
        two
        3
        1
        1 0 1
        (1)
---
name    positional parameters
needs   root
args    -- 17 word -0x10 2ms
prog    begin { printf("%d %s %d %d %d %s\n", $1, $2, $3, $4, $#, str($1)); printf("[%d] [%s]\n", $5, str($6)); }
stderr-re parameter
expect  17 word -16 2000000 4 17
        [0] []
---
name    return leaves the body, exit too
needs   root
prog    begin { printf("a\n"); if (pid == pid) { return; } printf("b\n"); }
        begin { printf("c\n"); exit(); printf("d\n"); }
        end { printf("e\n"); }
expect  a
        c
        e
---
name    predicates, one with a division in it
needs   root
prog    begin / pid / 1 == pid / { printf("yes\n"); }
        begin /pid == 0/ { printf("no\n"); }
        begin /1/ { printf("too\n"); }
expect  yes
        too
