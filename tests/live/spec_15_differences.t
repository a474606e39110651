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
