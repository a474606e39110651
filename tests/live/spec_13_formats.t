# tests/live/spec_13_formats.t - every row of chapter 13 of the language (tests/rows): printf's conversions, against the C library's own printf.
name    V1 V2 V3: numbers in all flags, widths, precisions and lengths, as C prints them
sh      cat > make.py <<'X'
        import itertools, random
        random.seed(13)
        flags = [''.join(f) for n in range(4) for f in itertools.combinations('-+ #0', n)] + ['--', '0-', '-0', '+ ', ' +', '00#', '+++-']
        values = [0, 1, -1, 42, -42, 127, 128, 255, 256, -129, 32767, 65535, 65536, 2**31 - 1, -2**31, 2**32 - 1, 2**32, 2**63 - 1, -2**63, 0x123456789abcdef]
        cases = []
        while len(cases) < 1200:
            c = random.choice('diuoxX')
            l = random.choice(['', 'l', 'll', 'j', 'z', 't', 'h', 'hh'])
            w = random.choice(['', '', '1', '7', '24', '*'])
            p = random.choice(['', '', '.', '.0', '.1', '.5', '.22', '.*'])
            f = random.choice(flags)
            v = random.choice(values)
            if (c in 'di' and '#' in f) or (c in 'uoxX' and ('+' in f or ' ' in f)):
                continue
            # the value is a variable of 64 bits: no length narrows it but h and hh
            stars = [random.choice([0, 3, 12, -9]) for s in (w, p) if '*' in s]
            cases.append((f, w, p, l, c, stars, v))
        with open('t.bt', 'w') as s, open('t.c', 'w') as o:
            o.write('#include <stdio.h>\nint main(void) {\n')
            s.write('begin { $z = (int64)pid * 0; }\n')
            for i in range(0, len(cases), 40):
                s.write('begin { $z = (int64)pid * 0;\n')
                for f, w, p, l, c, stars, v in cases[i:i + 40]:
                    a = ''.join(', %d' % x for x in stars)
                    s.write('printf("[%%%s%s%s%s%s]\\n"%s, $z + %s);\n' % (f, w, p, l, c, a, '(int64)0x%x' % (v % 2**64)))
                    o.write('printf("[%%%s%s%s%s%s]\\n"%s, 0x%xll);\n' % (f, w, p, l if l in ('h', 'hh') else 'll', c, a, v % 2**64))
                s.write('}\n')
            o.write('}\n')
        X
        python3 make.py && gcc -w -o t t.c && ./t > want && $SONDE -q t.bt > got && [ $(wc -l < want) = 1200 ] && cmp want got && echo as C
expect  as C
---
name    V1: signed, the whole value, of integers, bools, pointers and enums
prog    enum colour { RED = 3, BLUE = -2 } begin { $z = pid * 0; printf("%d %i %d %d %d %d %d\n", 18446744073709551615, (int8)-5, true, (uint8*)0xffffffffffffffff, BLUE, $z - 1, (uint32)4294967295); }
expect  -1 -5 1 -1 -2 -1 4294967295
---
name    V1: a raw word between 2^31 and 2^32 - 1 is the negative that it stands for; casts and operators drop that
sh      cat > neg.c <<'X'
        __attribute__((noinline)) long f(long a, long b, long c) { __asm__ volatile(""); return a + b + c; }
        int main(void) { return f(0xfffffffdL, 0x7fffffffL, 0x1fffffffdL) == 0; }
        X
        gcc -O1 -o neg neg.c && $SONDE -q -e 'uprobe:./neg:f { $a = arg0; @m = arg0; printf("%d %d %d %d %d %u %x %d %d %d\n", arg0, $a, arg1, arg2, arg0 + 0, arg0, arg0, (uint64)arg0, @m, reg("di")); clear(@m); exit(); }' -c ./neg
expect  -3 -3 2147483647 8589934589 4294967293 4294967293 fffffffd 4294967293 -3 -3
---
name    V2: unsigned, the whole value; small negative ones as their 32 bits
prog    begin { $z = (int64)pid * 0; $s = (int8)-1; $t = (int16)-2; $w = (int32)-1;
        printf("%x %x %x %x %u %o %X\n", $s, $t, $w, $z - 1, $w, $s, (int32)-1); printf("%u %x\n", 18446744073709551615, true); }
expect  ffffffff fffffffe ffffffff ffffffffffffffff 4294967295 37777777777 FFFFFFFF
        18446744073709551615 1
---
name    V3: hh and h narrow, the others do not
prog    begin { $n = (int64)pid * 0 + 0x123456789; printf("%hhd %hd %ld %lld %jd %zd %td %Ld %d\n", $n, $n, $n, $n, $n, $n, $n, $n, $n); printf("%hhx %hx %lx\n", $n, $n, $n); }
expect  -119 26505 4886718345 4886718345 4886718345 4886718345 4886718345 4886718345 4886718345
        89 6789 123456789
---
name    V3: only with numbers: else E
prog    begin { printf("%hs %hc", "a", 1); }
exit    1
stderr-re ^<arg>:1:17: error: printf\(\) cannot use this format: lengths 'h' and 'hh' fit only the conversions d i u o x X$
---
name    V4: one byte, whatever it is
sh      $SONDE -q -e 'begin { printf("%c%c%c|%3c|%-3c|", 65, 0x142, 0xff, 67, 68); printf("%c", 0); }' | od -An -tx1 | tr -d ' \n'
expect  4142ff7c2020437c4420207c00
---
name    V5: addresses
prog    begin { printf("%p %p %p %12p %-12p| %p\n", 4096, 0, (uint8*)0xffffffffffffffff, 4096, 4096, true); }
expect  0x1000 0x0 0xffffffffffffffff       0x1000 0x1000      | 0x1
---
name    V6: %s of anything printable, padded by bytes
prog    enum e { ONE = 1 } begin { @m[1] = 5; @c = count(); printf("%s|%s|%s|%s|%s|%s|%s|%s|%s\n", "text", -3, true, (1, "a", (2, 3)), (x=1, y="z"), (enum e)1, (uint8*)255, @m[1], @c);
        printf("%s|%s|%s|%s|%s\n", ntop(0x0100007f), buf("a\x01", 2), pton("1.2.3.4"), probe, nsecs > 1); printf("%6s|%-6s|%2s|%08s|%5s|%s\n", "abc", "abc", "abc", "abc", "\xc3\xa4", kaddr("vfs_read") == 0); clear(@m); clear(@c); }
expect  text|-3|true|(1, a, (2, 3))|{ .x = 1, .y = z }|ONE|0xff|5|1
        127.0.0.1|a\x01|[1,2,3,4]|begin|true
           abc|abc   |abc|     abc|   ä|false
---
name    V6: a precision leaves no part of a UTF-8 character
prog    begin { printf("%.1s|%.2s|%.3s|%.4s|%.5s|%.6s|%.9s|\n", "aäöx", "aäöx", "aäöx", "aäöx", "aäöx", "aäöx", "aäöx"); printf("%.3s|%.4s|%.2s|%.0s|%.s|%.4s|\n", "€x", "€x", "a€z", "abc", "abc", 123456); }
expect  a|a|aä|aä|aäö|aäöx|aäöx|
        €|€x|a|||1234|
---
name    V7: buffers in three forms
prog    begin { $b = buf("aZ~ \x01\xff\"\\", 8); printf("%r|%rx|%rh|%24r|%-3r|\n", $b, $b, $b, $b, buf("q", 1)); }
expect  aZ~ \x01\xff"\|\x61\x5a\x7e\x20\x01\xff\x22\x5c|61 5a 7e 20 01 ff 22 5c|          aZ~ \x01\xff"\|q  |
---
name    V8: GFP flags by name
prog    begin { $z = pid * 0; printf("%gr|%gr|%12gr|%-3gr|%.7gr\n", $z, 0xcc0, 0xcc0, 0, 0xcc0); }
expect-re ^0\|GFP_KERNEL\|  GFP_KERNEL\|0  \|GFP_KERNEL$
---
name    V8: as the kernel prints the flags of an allocation
sh      t=/sys/kernel/tracing; [ -d $t/events ] || mount -t tracefs t $t; $SONDE -q -e 'tracepoint:kmem:kmalloc { @[args.gfp_flags] = 1; if (len(@) > 2) { exit(); } } end { for ($kv : @) { printf("%gr\n", $kv.0); } clear(@); }' -c "sh -c 'ls -R /proc/self >/dev/null; cat /proc/self/maps >/dev/null; ls / >/dev/null'" > got; [ -s got ] && ! grep -vE '^(0|[_A-Z0-9|]+(0x[0-9a-f]+)?)$' got && echo names
expect  names
---
name    V9: the percent sign
prog    begin { printf("100%% %d%%\n%%", 5); printf("\n"); }
expect  100% 5%
        %
---
name    V10: width and precision from values: a negative width is to the left, a negative precision none
prog    begin { $w = pid * 0 + 6; $n = (int64)-6; printf("[%*d] [%*d] [%-*d] [%.*d] [%.*d] [%*.*s] [%*s]\n", $w, 42, $n, 42, $w, 42, 4, 7, -1, 7, $w, 2, "word", $n, "ab"); }
expect  [    42] [42    ] [42    ] [0007] [7] [    wo] [ab    ]
---
name    V10: 127 arguments, the stars among them; 128: E
sh      awk 'BEGIN { f = "%*d"; a = ", 3, 1"; for (i = 3; i <= 127; i++) { f = f "%d "; a = a ", " i; } print "begin { printf(\"" f "\\n\"" a "); }" }' > many.bt && $SONDE -q many.bt | awk '{ print NF, $1, $125 }'; sed 's/127)/127, 5)/; s/%d \\n/%d %d\\n/' many.bt > more.bt; $SONDE -q more.bt 2>&1 | grep -o 'error: .*'
expect  125 13 127
        error: printf() takes at most 127 values, not 128
---
name    V1 V6: floating point and %n, wrong types, too few and too many values: E
prog    begin { printf("%f", 1); printf("%n", 1); printf("%e %a", 1, 2); printf("%g", 1); printf("%d", "a"); printf("%r", "a"); printf("%c", comm); printf("%d %d", 1); printf("%d", 1, 2); printf("%"); printf("%*d", "a", 1); printf("%gr", "x"); }
exit    1
stderr-re ^<arg>:1:17: error: .*unknown conversion '%f'
stderr-re ^<arg>:1:34: error: .*unknown conversion '%n'
stderr-re ^<arg>:1:51: error: .*unknown conversion '%e'
stderr-re ^<arg>:1:74: error: .*unknown conversion '%g'
stderr-re ^<arg>:1:96: error: printf\(\) needs an integer, bool or pointer for '%d', not string\[2\]$
stderr-re ^<arg>:1:115: error: printf\(\) needs a buffer for '%r', not string\[2\]$
stderr-re ^<arg>:1:134: error: printf\(\) needs an integer for '%c', not string\[16\]$
stderr-re ^<arg>:1:141: error: printf\(\) has 1 value for a format that takes 2$
stderr-re ^<arg>:1:177: error: printf\(\) has 2 values for a format that takes 1$
stderr-re ^<arg>:1:189: error: .*incomplete conversion
stderr-re ^<arg>:1:208: error: printf\(\) needs an integer for '%\*d', not string\[2\]$
stderr-re ^<arg>:1:231: error: printf\(\) needs an integer for '%gr', not string\[2\]$
---
name    V6: the format is a literal, or folds to one
sh      $SONDE -q -e 'begin { printf($1, 5); if comptime (config.max_strlen == 1024) { printf(config.str_trunc_trailer); } printf("\n"); }' '<%3d>'; $SONDE -q -e 'begin { $f = "%d"; printf($f, 5); }' 2>&1 | grep -o 'error: .*'
expect  <  5>..
        error: printf() takes a string literal as 'format', not a variable
