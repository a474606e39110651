# tests/live/too_large.t - programs that BPF has no room for are refused at a place of the script.
name    more values at a time than the stack holds lie in memory
sh      awk 'BEGIN { print "begin { $p = pid;"; for (i = 0; i < 200; i++) print "$a" i " = pid * " i ";"; for (i = 0; i < 200; i++) print "print($a" i " / $p);"; print "}" }' > many.bt; seq 0 199 >want; $SONDE -q many.bt | cmp - want && echo same
expect  same
---
name    a body of more operations than branches can span
sh      awk 'BEGIN { print "begin { $x = rand;"; for (i = 0; i < 1000; i++) print "if ($x == " i ") { @[" i "] = count(); }"; print "}" }' > big.bt; $SONDE big.bt 2>&1 | sed 's/[0-9]* operations/N operations/' | head -n 1
expect  big.bt:1:1: error: this probe is too large for one program: N operations, 32000 fit
---
name    the stack never shows: forty tuples that live at one time, each compared with the next
needs   root
sh      awk 'BEGIN { print "begin { $one = (uint64)(pid > 0); $r = 0;"; for (i = 0; i < 40; i++) print "$t" i " = ($one, (uint64)" i ");";
        	for (i = 0; i < 40; i++) print "$r += (uint64)($t" i " == ($t" (i + 1) % 40 ".0, (uint64)" i "));"; print "print($r); }" }' > p; $SONDE -q p
expect  40
---
name    the stack never shows: forty reads of a map with a key of two parts in one expression
sh      awk 'BEGIN { print "begin { @[pid, \"a\"] = 1; $r = 0"; for (i = 0; i < 40; i++) print "+ @[pid, \"a\"] * " i; print "; print($r); clear(@); }" }' > p; $SONDE -q p
expect  780
---
name    the stack never shows: forty comparisons with a tuple in a map in one expression
needs   root
sh      awk 'BEGIN { print "begin { @a = ((uint64)7, comm); $r = 0"; for (i = 0; i < 40; i++) print "+ (uint64)(@a == ((uint64)" i ", comm))"; print "; print($r); clear(@a); }" }' > p; $SONDE -q p
expect  1
---
name    the stack never shows: forty strings that are read and compared in one expression
needs   root
sh      awk 'BEGIN { print "begin { $p = (int8 *)0; $r = 0"; for (i = 0; i < 40; i++) print "+ (uint64)(str($p + " i ", 20) == \"\")"; print "; print($r); }" }' > p; $SONDE -q p
expect  40
---
name    the stack never shows: forty calls with a record as argument, a hundred updates of a map, forty strings
sh      awk 'BEGIN { print "fn f($x : typeof((a=(uint64)1, b=(uint64)2, c=\"abc\"))) : uint64 { return $x.a + $x.b; }"; print "begin { $r = 0; $one = (uint64)(pid > 0);";
        	for (i = 0; i < 40; i++) print "$r += f((a=$one, b=(uint64)" i ", c=\"abc\"));"; for (i = 0; i < 100; i++) print "@[pid, comm, (uint64)" i "] = " i ";";
        	print "$s = comm;"; for (i = 0; i < 40; i++) print "if ($s != \"ab" i "\") { $r += 1000; }"; print "print(($r, len(@))); clear(@); }" }' > p; $SONDE -q p
expect  (40820, 100)
---
name    the stack never shows: forty comparisons of tuples and strings in the rounds of loops and in functions
needs   root
sh      awk 'BEGIN { print "fn f($a : uint64) : uint64 { $t = ((uint64)1, (uint64)2); $s = comm; $r = (uint64)0;";
        	for (i = 0; i < 40; i++) print "if ($t == ($a, (uint64)" i ")) { $r++; } if ($s == \"ab" i "\") { $r++; }";
        	print "return $r; } begin { print(f(1)); print(f(2)); $r = 0; $s = comm; for ($i : 0..3) { for ($j : 0..2) {";
        	for (i = 0; i < 40; i++) print "$x" i " = ($i, $j); $r += (uint64)($x" i " == ($j, $i)); if ($s == \"ab" i "\") { $r++; }"; print "} } print($r); }" }' > p; $SONDE -q p
expect
        1
        0
        80
---
name    one block of many thousand operations is made into code whole
sh      awk 'BEGIN { print "begin { $s = pid - pid;"; for (i = 0; i < 1900; i++) print "$t = ($s, " i "); $s = $t.0 + $t.1;"; print "print($s); }" }' > long.p; $SONDE -q long.p
expect  1804050
---
name    one loop whose body is a block of many thousand operations
sh      awk 'BEGIN { print "begin { for $i : 0..4 {"; for (i = 0; i < 3000; i++) print "@a" i % 50 " = $i + " i ";"; print "} print((@a0, @a49)); clear(@a0); }" }' > loop.p; $SONDE -q loop.p | head -n 1
expect  (2953, 3002)
---
name    the stack never shows: forty comparisons of nested tuples of two hundred bytes in one expression
needs   root
sh      awk 'BEGIN { s = "((uint64)2, $s), (($s, $one), ($one, $one, $s)), ($s, $s, $s, ($one, $s, $s))"; print "begin { $s = comm; $one = (uint64)(pid > 0); $t = ((uint64)1, " s "); $r = 0";
        	for (i = 0; i < 40; i++) print "+ (uint64)($t == ((uint64)" i ", " s "))"; print "; print($r); }" }' > p; $SONDE -q p
expect  1
---
name    as many loops as the kernel takes functions, and one more
needs   root
sh      for n in 255 256; do awk -v n=$n 'BEGIN { print "begin { $r = 0;"; for (i = 0; i < n; i++) print "for $i : 0..3 { $r += $i + " i "; }"; print "print($r); }" }' > p; $SONDE -q p 2>&1 | head -n 2; done
expect
        97920
        p:257:1: error: the probes of this event need 257 functions, one for each loop and each function called; the kernel takes 256
            for $i : 0..3 { $r += $i + 255; }
