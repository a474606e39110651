# tests/live/spec_04_expressions.t - the rows of chapter 4 of the language: expressions.
name    E1: a ternary takes one branch, the other is not run; types that differ only in width are joined
prog    begin { $n = 3; $w = $n > 2 ? 300 : -1; $t = $n == 3 ? "long text" : "no";
        	@ran = 0; $k = $n > 5 ? @ran++ : 7; $m = $n > 2 ? $n > 3 ? 1 : 2 : 3;
        	$n > 2 ? printf("yes\n") : printf("no\n");
        	printf("%d %s %d %d %d\n", $w, $t, @ran, $k, $m); clear(@ran); }
expect  yes
        300 long text 0 7 2
---
name    E1: branches of different types are an error that shows both
sh      $SONDE -e 'begin { $x = pid ? 1 : "a"; }'
exit    1
stderr-re <arg>:1:24: error: the two values are of different types: this one is string.2.
stderr-re <arg>:1:20: note: this one is int8
---
name    E2: c ?: b evaluates c once
prog    begin { @n = 0; $a = ++@n ?: 10; $b = (@n - 1) ?: 20; printf("%d %d %d\n", $a, $b, @n); clear(@n); }
expect  1 20 1
---
name    E3: an if is a value: the tail of the block that is taken
prog    begin { $n = 7; $a = if $n == 7 { "seven" } else { "another" };
        	$b = if ($n > 10) { 1 } else if $n > 5 { $k = 40; $k + 2 } else { 3 };
        	printf("%s %d %d\n", $a, $b, if $n & 1 { $n } else { 0 } + 1); }
expect  seven 42 8
---
name    E3: an if without else is no value
sh      $SONDE -e 'begin { $x = if pid { 1 }; }'
exit    1
stderr-re <arg>:1:14: error: expected 'else' behind an 'if' that stands for a value
---
name    E4: a block is a value: its last expression without ';', in a scope of its own
prog    begin { $a = { $b = 3; $b++; $b * 2 }; $c = { { "inner" } };
        	printf("%d %s %d\n", $a, $c, { $b = 1; $b } + { $b = 2; if $b == 2 { 10 } else { 20 } });
        	if ({ $b = 0; $b }) { printf("never\n"); } }
expect  8 inner 11
---
name    E4 M6: a block may end in an aggregation
prog    begin { @n = { printf("first\n"); count() }; @s[1] = { { $v = 5; sum($v + 1) } }; }
expect  first
        
        
        @n: 1
        @s[1]: 6
---
name    E4: a block that ends in ';' has no value
sh      $SONDE -e 'begin { $x = { $y = 1; $y; }; }'
exit    1
stderr-re <arg>:1:14: error: this has no value
stderr-re hint: the value of a block is its last expression, without ';' behind it
---
name    E14: comptime is a constant; the branch that an if comptime does not take is not even looked at
prog    begin { print(comptime (1 << 4)); $s = "text";
        	if comptime (sizeof(uint16) == 2) { printf("two\n"); } else { print(args.nothing); }
        	if comptime false { nosuchfunction($undefined); } else if comptime is_str($s) { printf("string\n"); }
        	$v = if comptime is_ptr($s) { *$s } else { 5 }; print($v); }
expect  16
        two
        string
        5
---
name    E14: what is not constant is an error at its place
sh      $SONDE -e 'begin { $n = pid; print(comptime (1 + $n)); }'
exit    1
stderr-re <arg>:1:39: error: this is not known before the program runs
---
name    E17: tuples, records and integer arrays are compared by content; a record by field name
prog    begin { $t = (1, "ab", (2, true)); $r = (x=1, y="ab"); $a = (uint8[4])305419896;
        	print(($t == (1, "ab", (2, true)), $t != (1, "ab", (2, false)), $t == (1, "abc", (2, true))));
        	print(($r == (y="ab", x=1), $r != (x=1, y="a"), $r == (y="ab", x=2)));
        	print(($a == (uint8[4])305419896, $a == (uint8[4])305419897)); }
expect  (true, true, false)
        (true, true, false)
        (true, false)
---
name    E17: what differs in form cannot be compared
sh      $SONDE -e 'begin { print((1, 2) == (1, 2, 3)); print((x=1) == (y=1)); print((1, 2) < (1, 3)); }'
exit    1
stderr-re <arg>:1:15: error: '==' cannot compare .int64,int64. with .int64,int64,int64.
stderr-re <arg>:1:43: error: '==' cannot compare .x=int64. with .y=int64.
stderr-re <arg>:1:66: error: '<' cannot compare
---
name    E10: elements of arrays, pointers, strings and tuples
prog    begin { $s = "abc"; $a = (uint8[4])67305985; $i = pid - pid + 2; $t = ("x", 5);
        	printf("%c%c%d %d %d %d\n", $s[0], $s[$i], $s[3], $a[1], $a[$i], $t[1]);
        	printf("%d %d\n", comm[0] == (int8)curtask.comm[0], curtask.comm[1] == comm[1]); }
expect  ac0 2 3 5
        1 1
---
name    E10: a constant outside of an array or string is an error
sh      $SONDE -e 'begin { $s = "abc"; $a = (uint8[4])1; print($s[4]); print($a[4]); print($a[-1]); }'
exit    1
stderr-re <arg>:1:48: error: the index is outside of string.4.
stderr-re <arg>:1:62: error: the index is outside of uint8.4.
stderr-re <arg>:1:76: error: the index is outside of uint8.4.
---
name    E10: at run time it is zero, and says so
prog    begin { $i = pid - pid + 9; $s = "abc"; $a = (uint8[4])67305985; print(($s[$i], $a[$i], $a[-$i])); }
expect  (0, 0, 0)
stderr-re <arg>:1:73: warning: the index is outside
stderr-re <arg>:1:81: warning: the index is outside
stderr-re <arg>:1:89: warning: the index is outside
---
name    E6: the address of a variable leads to it
prog    begin { $v = 5; $p = &$v; $a = *$p; $v = 300; $s = "text"; $t = (1, "abc"); print(($a, *$p, *(&$s), (*(&$t)).1, str(&$s))); }
expect  (5, 300, text, abc, text)
---
name    E6: a map's address is for C functions only, and nothing else has one
sh      $SONDE -e 'begin { print(&5); print(&@m); @m = 1; print(&curtask.comm); }'
exit    1
stderr-re <arg>:1:15: error: this value has no address
stderr-re <arg>:1:26: error: a map outside of the arguments of a C function has no address
stderr-re <arg>:1:46: error: what is read from memory has no address
