# tests/live/too_large.t - programs that BPF has no room for are refused at a place of the script.
name    more values at a time than the stack holds
prog    begin {
        $a0 = rand; $a1 = rand; $a2 = rand; $a3 = rand; $a4 = rand; $a5 = rand; $a6 = rand; $a7 = rand;
        $a8 = rand; $a9 = rand; $a10 = rand; $a11 = rand; $a12 = rand; $a13 = rand; $a14 = rand; $a15 = rand;
        $a16 = rand; $a17 = rand; $a18 = rand; $a19 = rand; $a20 = rand; $a21 = rand; $a22 = rand; $a23 = rand;
        $a24 = rand; $a25 = rand; $a26 = rand; $a27 = rand; $a28 = rand; $a29 = rand; $a30 = rand; $a31 = rand;
        $a32 = rand; $a33 = rand; $a34 = rand; $a35 = rand; $a36 = rand; $a37 = rand; $a38 = rand; $a39 = rand;
        $a40 = rand; $a41 = rand; $a42 = rand; $a43 = rand; $a44 = rand; $a45 = rand; $a46 = rand; $a47 = rand;
        $a48 = rand; $a49 = rand; $a50 = rand; $a51 = rand; $a52 = rand; $a53 = rand; $a54 = rand; $a55 = rand;
        $a56 = rand; $a57 = rand; $a58 = rand; $a59 = rand; $a60 = rand; $a61 = rand; $a62 = rand; $a63 = rand;
        $a64 = rand; $a65 = rand; $a66 = rand; $a67 = rand; $a68 = rand; $a69 = rand; $a70 = rand; $a71 = rand;
        $a72 = rand; $a73 = rand; $a74 = rand; $a75 = rand; $a76 = rand; $a77 = rand; $a78 = rand; $a79 = rand;
        print($a0); print($a1); print($a2); print($a3); print($a4); print($a5); print($a6); print($a7);
        print($a8); print($a9); print($a10); print($a11); print($a12); print($a13); print($a14); print($a15);
        print($a16); print($a17); print($a18); print($a19); print($a20); print($a21); print($a22); print($a23);
        print($a24); print($a25); print($a26); print($a27); print($a28); print($a29); print($a30); print($a31);
        print($a32); print($a33); print($a34); print($a35); print($a36); print($a37); print($a38); print($a39);
        print($a40); print($a41); print($a42); print($a43); print($a44); print($a45); print($a46); print($a47);
        print($a48); print($a49); print($a50); print($a51); print($a52); print($a53); print($a54); print($a55);
        print($a56); print($a57); print($a58); print($a59); print($a60); print($a61); print($a62); print($a63);
        print($a64); print($a65); print($a66); print($a67); print($a68); print($a69); print($a70); print($a71);
        print($a72); print($a73); print($a74); print($a75); print($a76); print($a77); print($a78); print($a79);
        }
exit    1
stderr-re <arg>:[0-9]+:[0-9]+: error: the values in use here at one time need more than the 512 bytes of stack
---
name    a body of more operations than branches can span
sh      awk 'BEGIN { print "begin { $x = rand;"; for (i = 0; i < 1000; i++) print "if ($x == " i ") { @[" i "] = count(); }"; print "}" }' > big.bt; $SONDE big.bt 2>&1 | sed 's/[0-9]* operations/N operations/' | head -n 1
expect  big.bt:1:1: error: this probe is too large for one program: N operations, 32000 fit
