# tests/live/lang_output.t - what programs print: printf, print, time, join, exit.
name    integer conversions
needs   root
prog    begin { printf("%d %i %u %x %X %o %c %%\n", -5, 7, 8, 255, 255, 8, 65); }
expect  -5 7 8 ff FF 10 A %
---
name    widths, flags, precision
needs   root
prog    begin { printf("[%5d] [%-5d] [%05d] [%+d] [% d] [%#x] [%#o]\n", 42, 42, 42, 42, 42, 42, 42);
        	printf("[%8.3d] [%-8.3d] [%.0d] [%08x]\n", 7, 7, 0, 0xbeef);
        	printf("[%10s] [%-10s] [%.3s] [%10.2s]\n", "word", "word", "word", "word");
        	printf("[%*d] [%-*d] [%*d] [%.*s]\n", 6, 42, 6, 42, -6, 42, 2, "word"); }
expect  [   42] [42   ] [00042] [+42] [ 42] [0x2a] [052]
        [     007] [007     ] [] [0000beef]
        [      word] [word      ] [wor] [        wo]
        [    42] [42    ] [42    ] [wo]
---
name    lengths narrow with h and hh only
needs   root
prog    begin { $n = pid - pid + 0x12345; printf("%hhd %hd %ld %lld %jd %zd %td %d\n", $n, $n, $n, $n, $n, $n, $n, $n);
        	printf("%hhx %hx %lx\n", $n, $n, $n); printf("%hhd %hhu\n", 200, 200); }
expect  69 9029 74565 74565 74565 74565 74565 74565
        45 2345 12345
        -56 200
---
name    the whole of 64 bits is shown, and the sign of small types
needs   root
prog    begin { $z = pid - pid; printf("%d %u %x\n", $z - 1, 18446744073709551615, 0xfedcba9876543210);
        	printf("%x %x\n", -1, $z - 1); printf("%p %p\n", 4096, 0); }
expect  -1 18446744073709551615 fedcba9876543210
        ffffffff ffffffffffffffff
        0x1000 0x0
---
name    %s prints anything
needs   root
prog    begin { printf("%s %s %s %s\n", "text", -3, true, (1, "a")); printf("%10s|%-6s|\n", 12, true); }
expect  text -3 true (1, a)
                12|true  |
---
name    text without conversions, escapes, percent at the ends
needs   root
prog    begin { printf("a\tb\\ \"q\" \x41\101\n"); printf("%%d\n"); printf("100%%"); printf("\n"); }
expect  a	b\ "q" AA
        %d
        100%
---
name    many arguments
needs   root
sh      awk 'BEGIN { f = ""; a = ""; for (i = 1; i <= 127; i++) { f = f "%d "; a = a ", " i; } print "begin { printf(\"" f "\\n\"" a "); }" }' > many.bt && $SONDE many.bt | awk '{ print NF, $1, $64, $127 }'
expect  127 1 64 127
---
name    print of values
needs   root
prog    begin { print(5); print(-5); print("text"); print(true); print((1, (2, "x"))); print(1 + pid - pid); $s = "v"; print($s); }
expect  5
        -5
        text
        true
        (1, (2, x))
        1
        v
---
name    print of maps, whole and by element, top and div
needs   root
prog    begin { @s = 5; @m["a"] = 10; @m["b"] = 30; @m["c"] = 20; print(@s); print(@m); print(@m["b"]); print(@m, 2); print(@m, 1, 10); print(@m, 0, 10); clear(@s); clear(@m); }
expect  @s: 5
        @m[a]: 10
        @m[c]: 20
        @m[b]: 30
        30
        @m[c]: 20
        @m[b]: 30
        @m[b]: 3
        @m[a]: 1
        @m[c]: 2
        @m[b]: 3
---
name    print and clear in one step, then new values
needs   root
prog    begin { @m["a"] = 1; print(@m); clear(@m); @m["b"] = 2; print(@m); clear(@m); print(@m); printf("end\n"); }
expect  @m[a]: 1
        @m[b]: 2
        end
---
name    maps at exit, in the order of their names
needs   root
prog    begin { @b = 2; @a[1] = 1; @ = 3; @empty[1] = 1; delete(@empty, 1); }
expect


        @: 3
        @a[1]: 1
        @b: 2
---
name    zero keeps the keys, clear does not
needs   root
prog    begin { @m["a"] = 1; @m["b"] = 2; @s = 3; @c["k"] = count(); zero(@m); zero(@s); zero(@c); print(@m); print(@s); print(@c); clear(@m); clear(@s); clear(@c); print(@m); print(@s); printf("end\n"); clear(@s); }
expect  @m[a]: 0
        @m[b]: 0
        @s: 0
        @c[k]: 0
        @s: 0
        end
---
name    exit gives its code, end probes run
needs   root
prog    begin { exit(259); } end { printf("end\n"); }
exit    3
expect  end
---
name    exit without a code
needs   root
prog    interval:ms:10 { printf("tick\n"); exit(); }
expect  tick
---
name    time prints the wall clock in its format
needs   root
prog    begin { time(); time("%Y\n"); time("plain\n"); }
expect-re ^[0-2][0-9]:[0-5][0-9]:[0-6][0-9]$
expect-re ^20[0-9][0-9]$
expect-re ^plain$
---
name    time agrees with date
needs   root
sh      before=$(date +%s); t=$($SONDE -q -e 'begin { time("%s\n"); }'); after=$(date +%s); [ "$t" -ge "$before" ] && [ "$t" -le "$after" ] && echo between
expect  between
---
name    strftime of the boot clock is now
needs   root
sh      before=$(date +%s); t=$($SONDE -q -e 'begin { printf("%s\n", strftime("%s", nsecs)); }'); after=$(date +%s); [ "$t" -ge $((before - 1)) ] && [ "$t" -le "$after" ] && echo between
expect  between
---
name    strftime with parts of seconds
needs   root
prog    begin { printf("%s|%s|%s\n", strftime("%f", nsecs), strftime("%l", nsecs), strftime("%k", nsecs)); print(strftime("%Y", nsecs)); }
expect-re ^[0-9]{6}\|[0-9]{3}\|[0-9]{9}$
expect-re ^20[0-9][0-9]$
---
name    join prints the arguments of a program
needs   root tracepoint:syscalls:sys_enter_execve
prog    tracepoint:syscalls:sys_enter_execve /str(args.filename) == "/bin/echo"/ { join(args.argv); join(args.argv, ","); exit(); }
run     /bin/echo one two "three four" >/dev/null
expect  /bin/echo one two three four
        /bin/echo,one,two,three four
---
name    everything in JSON
needs   root
args    -q -f json
prog    begin { printf("a %d", 1); print(5); print("x\ty"); print((1, true)); @ = 2; print(@); clear(@); exit(); }
expect-re ^\{"type": "printf", "data": "a 1"\}$
expect-re ^\{"type": "value", "data": 5\}$
expect-re ^\{"type": "value", "data": "x\\ty"\}$
expect-re ^\{"type": "value", "data": \[1,true\]\}$
expect-re ^\{"type": "map", "data": \{"@": 2\}\}$
---
name    order of events of one CPU
needs   root
sh      awk 'BEGIN { print "begin {"; for (i = 0; i < 200; i++) print "printf(\"%d\\n\", " i ");"; print "}" }' > order.bt && $SONDE order.bt | awk '$1 != NR - 1 { bad++ } END { print NR, bad + 0 }'
expect  200 0
---
name    %gr names GFP flags as the kernel does
needs   root
prog    begin { printf("%gr|%12gr|%-3gr|%.7gr\n", 0, 0xcc0, 0, 0xcc0); }
expect  0|  GFP_KERNEL|0  |GFP_KERNEL
