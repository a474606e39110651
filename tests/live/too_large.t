# tests/live/too_large.t - programs that BPF has no room for are refused at a place of the script.
name    more values at a time than the stack holds lie in memory
sh      awk 'BEGIN { print "begin { $p = pid;"; for (i = 0; i < 200; i++) print "$a" i " = pid * " i ";"; for (i = 0; i < 200; i++) print "print($a" i " / $p);"; print "}" }' > many.bt; seq 0 199 >want; $SONDE -q many.bt | cmp - want && echo same
expect  same
---
name    a body of more operations than branches can span
sh      awk 'BEGIN { print "begin { $x = rand;"; for (i = 0; i < 1000; i++) print "if ($x == " i ") { @[" i "] = count(); }"; print "}" }' > big.bt; $SONDE big.bt 2>&1 | sed 's/[0-9]* operations/N operations/' | head -n 1
expect  big.bt:1:1: error: this probe is too large for one program: N operations, 32000 fit
