# tests/live/spec_11_functions.t - every row of chapter 11 of the language (tests/rows): the functions, against what the system itself says.
name    F1: printf of up to 127 values
sh      awk 'BEGIN { for (i = 1; i <= 127; i++) { f = f "%d "; a = a ", " i; } print "begin { printf(\"" f "\\n\"" a "); }" }' > many.bt && $SONDE -q many.bt | awk '{ s = 0; for (i = 1; i <= NF; i++) s += $i; print NF, s }'
expect  127 8128
---
name    F13 V2 V5: fail() shows numbers as printf() does
sh      v='"%p %6p|%-6p|%06p|%p|%.4p|%p|%x %u %hhx %x %d|%X %o|%#x %+d %5.3d|%c", 5, 6, 7, 8, 0, 9, -1, -1, -1, -1, -5000000000, -5, -1, -1, 255, 3, 7, 65'
        $SONDE -q -e "begin { fail($v); }" 2>&1 | sed -n 's/.*error: //p' > failed; $SONDE -q -e "begin { printf($v); }" > printed; cat printed; echo; echo "$(cat printed)" | cmp - failed
expect  0x5    0x6|0x7   |0x0008|0x0|0x0009|0xffffffffffffffff|ffffffff 4294967295 ff fffffffed5fa0e00 -5|FFFFFFFF 37777777777|0xff +3   007|A
---
name    F13: fail() and static_assert() say nothing where a constant keeps them from running
prog    begin { 0 ? fail("a") : print(1); 1 ? print(2) : fail("b"); while (0) { fail("c"); } $x = false ? { static_assert(1 == 2, "d"); 3 } : 4; print($x); }
expect  1
        2
        4
---
name    F2: errorf and warnf on stderr with their place; warnf is silenced by --no-warnings
sh      p='begin { errorf("%s %d", comm, 1); warnf("%s", "careful"); printf("on\n"); }'; $SONDE -q -e "$p" 2>err; cat err; $SONDE -q --no-warnings -e "$p" 2>err; cat err
expect  on
        stdin:1:9-33: ERROR: sonde 1
        stdin:1:35-57: WARNING: careful
        on
        stdin:1:9-33: ERROR: sonde 1
---
name    F3: debugf to the kernel's trace pipe, with a warning
needs   root
sh      t=/sys/kernel/tracing; [ -e $t/trace ] || mount -t tracefs t $t; mark=m$$n$(date +%s%N); $SONDE -q -e 'begin { debugf("the first text makes the buffer"); }' 2>/dev/null; $SONDE -q -e "begin { debugf(\"$mark %d %s %x\", -5, comm, 255); debugf(\"$mark %-5d|%5s|%%\", 7, \"ab\"); debugf(\"$mark none\"); }" 2>err; grep -o "$mark .*" $t/trace | sed "s/$mark //"; grep -c 'warning: debugf() is slow' err
expect  -5 sonde ff
        7    |   ab|%
        none
        3
---
name    F3: more than three values, and what the kernel cannot format: E
sh      $SONDE -q -e 'begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", buf("a", 1)); debugf("%*d", 3, 1); }' 2>&1 | grep -o 'error: .*'
expect  error: debugf() takes at most 3 values, not 4
        error: debugf() cannot use this conversion: the kernel has no such conversion
        error: debugf() cannot use this conversion: the kernel takes no width or precision from a value
---
name    F4: print of values, whole maps, elements, top and div
prog    begin { print(5); print((1, "x")); @m["a"] = 10; @m["b"] = 30; @m["c"] = 20; print(@m); print(@m["b"]); print(@m, 2); print(@m, 2, 10); clear(@m); }
expect  5
        (1, x)
        @m[a]: 10
        @m[c]: 20
        @m[b]: 30
        30
        @m[c]: 20
        @m[b]: 30
        @m[c]: 2
        @m[b]: 3
---
name    F4: top on no map, values that are no literals, an element of a histogram: E
sh      $SONDE -q -e 'begin { print(5, 1); @m[1] = 1; print(@m, pid); print(@m[1], 2); @h[1] = hist(1); print(@h[1]); @s[1] = stats(1); print(@s[1]); @l[1] = lhist(1, 0, 10, 1); print(@l[1]); print(); print(@m, 1, 2, 3); }' 2>&1 | grep -o 'error: .*'
expect  error: print() takes a number of entries for a whole map only
        error: print() takes an integer literal as 'top', not an expression
        error: print() takes a number of entries for a whole map only
        error: print() cannot print one element of a hist map
        error: print() cannot print one element of a stats map
        error: print() cannot print one element of a lhist map
        error: print() takes 1 to 3 arguments, not 0
        error: print() takes 1 to 3 arguments, not 4
---
name    F4: a map that is printed in a loop over maps: W
sh      $SONDE -q -e 'begin { @a[1] = 1; @b[2] = 2; for ($kv : @a) { print(@b); } clear(@a); clear(@b); }' 2>&1 | grep -o 'warning: .*'
expect  warning: '@b' is printed as it is when the loop is over
---
name    F5: clear removes, zero keeps the keys
prog    begin { @m["a"] = 1; @s = 3; @c["k"] = count(); zero(@m); zero(@s); zero(@c); print(@m); print(@s); print(@c); clear(@m); clear(@s); clear(@c); print(@m); print(@s); print(@c); printf("end\n"); clear(@s); }
expect  @m[a]: 0
        @s: 0
        @c[k]: 0
        @s: 0
        end
---
name    F5: print and clear lose no update in between
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n[cpu] = count(); @k = sum(1); } interval:ms:1 { print(@n); clear(@n); print(@k); clear(@k); } end { print(@n); clear(@n); print(@k); clear(@k); }
run     $TESTBIN/calls -t 3 getppid 200000
after   awk '/^@n/ { n += $2 } /^@k/ { k += $2 } END { print n, k }' $OUT | grep -qx '600000 600000'
---
name    F5 F6: an argument that is no map, or only one element: E
sh      $SONDE -q -e 'begin { clear(1); zero("a"); @m[1] = 1; clear(@m[1]); exit("a"); exit(1, 2); }' 2>&1 | grep -o 'error: .*'
expect  error: clear() takes a whole map as 'm', not a number
        error: zero() takes a whole map as 'm', not a string
        error: clear() takes a whole map as 'm', not a map element
        error: exit() takes an integer as 'code', not string[2]
        error: exit() takes 0 or 1 arguments, not 2
---
name    F6: the code modulo 256; what was recorded before is delivered, what is behind is not; end runs
sh      for c in 0 3 255 256 259 -1; do $SONDE -q -e "begin { printf(\"a \"); exit($c); printf(\"never\"); } end { printf(\"end \"); }" 2>/dev/null; echo $?; done
expect  a end 0
        a end 3
        a end 255
        a end 0
        a end 3
        a end 255
---
name    F6: allowed in loops and conditions, of any integer
sh      $SONDE -q -e 'begin { for ($i : 0..10) { print($i); if ($i == 2) { exit($i + (uint8)$1); } } print("never"); }' 5; echo $?
expect  0
        1
        2
        7
---
name    F6: with an event buffer that is full
sh      mkfifo pipe; exec 9<>pipe; SONDE_PERF_RB_PAGES=1 $SONDE -q --ready-fd 3 -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); printf("%s %s %s\n", probe, comm, str_concat(comm, comm)); if (@ > 100000) { exit(9); } } end { clear(@); }' 3>ready >pipe 2>err 9>&- & sonde=$!
        # nobody reads until all calls are made
        until [ -s ready ]; do sleep 0.01; done; $TESTBIN/calls getppid 120000 >/dev/null; cat <pipe >/dev/null 9>&- & exec 9>&-; wait $sonde; echo $?; grep -c '^Lost [0-9]* events' err | grep -qv '^0' && echo lost some
expect  9
        lost some
---
name    F7: the wall clock when it is printed, on a line of its own or as the format says
sh      a=$(date +%s); t=$($SONDE -q -e 'begin { time("%s\n"); }'); b=$(date +%s); [ "$t" -ge "$a" ] && [ "$t" -le "$b" ] && echo between; TZ=UTC $SONDE -q -e 'begin { time(); time("<%H:%M:%S>"); time("%%\n"); }'; $SONDE -q -e 'begin { time(1); time("%H", 1); }' 2>&1 | grep -c error:
expect-re ^between$
expect-re ^[0-2][0-9]:[0-5][0-9]:[0-6][0-9]$
expect-re ^<[0-2][0-9]:[0-5][0-9]:[0-6][0-9]>%$
expect-re ^2$
---
name    F8: the time of a clock, with parts of seconds
sh      a=$(date +%s); for c in nsecs 'nsecs(boot)' 'nsecs(tai)' 'nsecs(sw_tai)'; do t=$($SONDE -q -e "begin { print(strftime(\"%s\", $c)); }"); b=$(date +%s); [ "$t" -ge $((a - 1)) ] && [ "$t" -le $((b + 1)) ] && echo between; done
        $SONDE -q -e 'begin { $n = nsecs; $t = strftime("%s %f %l %k", $n); printf("%s\n", $t); @[strftime("%k", $n)] = 1; print(@); clear(@); }' | awk 'NF == 4 { print substr($4, 1, 6) == $2, substr($4, 1, 3) == $3, length($4); k = $4 } NF == 2 { print $1 == "@[" k "]:" }'
expect  between
        between
        between
        between
        1 1 9
        1
---
name    F8: a time since the start of the machine, kept and computed with
sh      $SONDE -q -e 'begin { @b = nsecs; $d = nsecs - 3600000000000; printf("%s\n%s\n", strftime("%s", @b), strftime("%s", $d)); clear(@b); }' | awk 'NR == 1 { a = $1 } NR == 2 { d = a - $1; print (d >= 3599 && d <= 3601) }'
expect  1
---
name    F8: a monotonic or a negative time: E; time 0: (?)
sh      $SONDE -q -e 'begin { print(strftime("%H", nsecs(monotonic))); print(strftime("%H", -1)); print(strftime("%H", "a")); print(strftime(1, nsecs)); }' 2>&1 | grep -o 'error: .*'; $SONDE -q -e 'begin { print(strftime("%H", 0)); }'
expect  error: strftime() cannot make a date of the monotonic clock, which stands still in sleep
        error: strftime() cannot show a negative time
        error: strftime() takes an integer as 'ns', not string[2]
        error: strftime() takes a string literal as 'format', not a number
        (?)
---
name    F9: join prints at most 16 strings, with a separator
before  cp "$(readlink -f /bin/sh)" joiner
prog    tracepoint:syscalls:sys_enter_execve /comm == "joiner"/ { join(args.argv); join(args.argv, ", "); exit(); }
run     ./joiner -c '/bin/echo 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 >/dev/null; :'
expect  /bin/echo 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
        /bin/echo, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
---
name    F9: strings of 1024 bytes, the NUL among them
before  cp "$(readlink -f /bin/sh)" joiner && printf '/bin/echo %01500d end >/dev/null; :' 7 > echo.sh
prog    tracepoint:syscalls:sys_enter_execve /comm == "joiner"/ { join(args.argv, "+"); exit(); }
run     ./joiner echo.sh
after   awk -F+ '{ print length($1), length($2), $3 }' $OUT | grep -qx '9 1023 end'
---
name    F9: an array of what is no address: E
sh      $SONDE -q -e 'begin { join(1); join("a"); join(comm, 1); join(); }' 2>&1 | grep -c 'error: '
expect  5
---
name    F10: cat prints a file, at most max_cat_bytes of it; one that cannot be read: RW
sh      printf 'one\ntwo\n' > "f 5"; $SONDE -q -e 'begin { cat("%s %d", "f", 5); cat("/nonexistent"); print("on"); }' 2>err; cat err | head -1; SONDE_MAX_CAT_BYTES=5 $SONDE -q -e 'begin { cat("f 5"); printf("|\n"); }'
expect  one
        two
        on
        <arg>:1:31: warning: cat(): '/nonexistent' cannot be read: No such file or directory
        one
        t|
---
name    F11: system runs a command when it is allowed, copies what it prints, and warns when that fails
sh      $SONDE -q -e 'begin { system("echo"); }' 2>&1 | grep -o 'error: .*'; $SONDE -q --unsafe -e 'begin { system("echo %s; echo %d | tr 5 6", comm, 5); system("exit 3"); print("on"); }' 2>err; head -1 err
expect  error: 'system' changes the traced system, which is not allowed
        sonde
        6
        on
        <arg>:1:55: warning: system(): 'exit 3' ended with status 3
---
name    F12: assert prints its message with its place and ends with code 1
sh      $SONDE -q -e 'begin { assert(pid > 0, "fine"); assert(comm == "init", "not init"); print("never"); } end { print("end"); }'; echo $?
expect  end
        1
---
name    F12: the message on stderr
prog    begin { $n = (uint64)pid; assert($n, "fine"); assert(!$n, "it is set"); print("never"); }
exit    1
stderr-re ^stdin:1:47-71: ERROR: it is set$
reject-re never
---
name    F13: fail where it is reached, static_assert where it does not hold: E; pruned ones say nothing
sh      $SONDE -q -e 'begin { if (0) { fail("never"); } if comptime (is_str(comm)) { } else { fail("never"); } static_assert(sizeof(uint64) == 8, "never"); exit(); fail("never"); }' 2>&1 | grep -c 'error: ';  $SONDE -q -e 'begin { if comptime (!is_str(comm)) { } else { fail("%s has %d|%3d|%x", "x", 5, 6, 255); } static_assert(sizeof(uint64) == 4, "size"); }' 2>&1 | grep -o 'error: .*'; $SONDE -q -e 'begin { fail("%d", pid); }  ' 2>&1 | grep -o 'error: .*'; $SONDE -q -e 'begin { static_assert(pid == 1, "x"); }' 2>&1 | grep -o 'error: .*'
expect  0
        error: x has 5|  6|ff
        error: size
        error: fail() takes literals only: it speaks when the script is compiled
        error: static_assert() needs a condition that is known when the script is compiled
---
name    F14: packets in a pcap file, whole and in part, with the time when they came
needs   root btf python
before  printf 'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nr = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nr.bind(("127.0.0.1", 0))\nfor i in range(20): s.sendto(b"packet %%02d" %% i + b"x" * 1500 * i, r.getsockname())\n' > send.py
prog    rawtracepoint:netif_receive_skb /comm == "python3"/ { @[skboutput("all.pcap", args.skb, args.skb.len, 0)] = count(); @[skboutput("part.pcap", args.skb, 9, 28)] = count(); @[skboutput("part.pcap", args.skb, args.skb.len + 1, 0)] = count(); }
run     date +%s > from; python3 send.py; date +%s > to
expect


        @[4294967282]: 20
        @[0]: 40
after   printf 'import struct\nfor f in ("all.pcap", "part.pcap"):\n d = open(f, "rb").read()\n p = 24\n n = 0\n good = struct.unpack("<IHHIIII", d[:24]) == (0xa1b23c4d, 2, 4, 0, 0, 65535, 101)\n while p < len(d):\n  s, ns, c, l = struct.unpack("<IIII", d[p:p + 16])\n  b = d[p + 16:p + 16 + c]\n  p += 16 + c\n  good &= int(open("from").read()) - 1 <= s <= int(open("to").read()) + 1 and c == l\n  good &= b == b"packet %%02d" %% n if f[0] == "p" else b[28:] == b"packet %%02d" %% n + b"x" * 1500 * n and b[0] == 0x45\n  n += 1\n print(good, n)\n' > look.py && python3 look.py > looked && [ "$(echo $(cat looked))" = "True 20 True 20" ]
---
name    F14: a file that cannot be made: exit code 2
sh      $SONDE -q -e 'rawtracepoint:netif_receive_skb { skboutput("/no/such/directory/x.pcap", args.skb, 20, 0); exit(); }' -c "python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b\"x\", (\"127.0.0.1\", 9))'" 2>err; echo $?; cat err
expect  2
        sonde: error: skboutput(): '/no/such/directory/x.pcap' cannot be written: No such file or directory
---
name    F14: in other probes, of what is no packet: E
sh      $SONDE -q -e 'begin { skboutput("f", 1, 1, 0); } rawtracepoint:inet_sock_set_state { skboutput("f", args.sk, 1, 0); skboutput(comm, args.sk, 1, 0); skboutput("f", args.sk, 1); }' 2>&1 | grep -o 'error: .*'
expect  error: 'skboutput' is not available in begin probes: the kernel does not know what their pointers point to
        error: skboutput() writes what a struct sk_buff* points to, not struct sock*
        error: skboutput() takes a string literal as 'file', not an expression
        error: skboutput() takes 4 arguments, not 3
---
name    F15 unwatch: takes the watchpoints of an address away, those of others stay
needs   root
sh      sh $TESTDATA/watch.sh 'watchpoint:$1:8:w { @w = count(); if ((uint64)@w == 1) { unwatch($1); unwatch($1 + 8); unwatch(1); } } w:$2:8:x { @x = count(); } end { printf("%d %d\n", (uint64)@w < 100, (uint64)@x); clear(@w); clear(@x); }' 100 0 | grep .
expect  1 100
---
name    F15 unwatch: none there, no effect
needs   root
args    -q
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { unwatch(0xffffffffffffff00); unwatch(curtask); if (++@n == 50) { printf("%d\n", @n); clear(@n); exit(); } }
run     $TESTBIN/calls getppid 50
expect  50
---
name    F15 unwatch: takes an address
prog    begin { unwatch("x"); unwatch(); }
exit    1
stderr-re ^<arg>:1:17: error: unwatch
---
name    F27: uaddr of static and global variables, at their addresses in each kind of program, at entries and returns
needs   root kernel:6.12
sh      cat >v.c <<'E'
        #include <stdio.h>
        struct pair { int a; short b; };
        struct pair global_pair = { 41, -42 };
        static long static_count = 99;
        char text[] = "hello";
        unsigned short table[3] = { 7, 8, 9 };
        struct pair *to_pair = &global_pair;
        __attribute__((noinline, used)) int probed(int n) { static_count += n; __asm__ volatile("" ::: "memory"); return global_pair.a + table[1] + text[0]; }
        #ifndef LIBRARY
        int main(int argc, char **argv) { (void)argv; if (argc == 1) printf("%d %d %ld %s %d %d\n", global_pair.a, global_pair.b, static_count, text, table[2], to_pair->b); probed(1); return 0; }
        #endif
        E
        printf '%s\n' 'int probed(int);' 'int main(void) { return probed(1) == 0; }' >m.c
        gcc -g -O2 -o pie v.c && gcc -g -O2 -no-pie -o fixed v.c && gcc -g -static-pie -o static v.c && gcc -gdwarf-5 -gsplit-dwarf -o split v.c &&
            gcc -g -fPIC -shared -DLIBRARY -o libv.so v.c && gcc -o uses m.c ./libv.so || exit
        ./pie
        for p in pie fixed static split libv.so; do
            run=./$p; [ $p = libv.so ] && run=./uses
            $SONDE -q -e "uprobe:./$p:probed { \$p = uaddr(\"global_pair\"); printf(\"%d %d %ld %s %d %d\\n\", \$p->a, \$p.b, *uaddr(\"static_count\"), str(uaddr(\"text\")), uaddr(\"table\")[2], (*uaddr(\"to_pair\"))->b); }
                uretprobe:./$p:probed { printf(\"%ld %d\\n\", *uaddr(\"static_count\"), retval); }" -c "$run quietly"
        done
        strip -g pie; $SONDE -q -e 'uprobe:./pie:probed { printf("%d %d\n", *uaddr("static_count"), sizeof(*uaddr("static_count"))); }' -c './pie quietly'
        for v in nothing probed; do $SONDE -q -e "uprobe:./pie:probed { print(uaddr(\"$v\")); }" 2>&1 | head -n 1 | sed "s,$PWD,.,"; done; $SONDE -q -e 'begin { print(uaddr("x")); }' 2>&1 || :
expect  41 -42 99 hello 9 -42
        41 -42 99 hello 9 -42
        100 153
        41 -42 99 hello 9 -42
        100 153
        41 -42 99 hello 9 -42
        100 153
        41 -42 99 hello 9 -42
        100 153
        41 -42 99 hello 9 -42
        100 153
        99 8
        <arg>:1:35: error: ./pie has no variable named 'nothing', or has several
        <arg>:1:35: error: ./pie has no variable named 'probed', or has several
        <arg>:1:15: error: 'uaddr' is not available in begin probes
            begin { print(uaddr("x")); }
                          ^~~~~~~~~~
            hint: variables are those of the programs of uprobe, uretprobe and usdt probes
---
name    F27 usdt: variables and types of the program, in each kind of program, at each place of a probe
needs   root
sh      cat >v.c <<'E'
        #include <sys/sdt.h>
        struct pair { int a; short b; };
        static struct pair last = { 40, -42 };
        struct pair *to_last = &last;
        char text[] = "hello";
        __attribute__((noinline, used)) void step(int n) { last.a += n; DTRACE_PROBE1(v, step, &last); last.b--; DTRACE_PROBE1(v, step, &last); }
        #ifndef LIBRARY
        int main(void) { step(1); return 0; }
        #endif
        E
        printf '%s\n' 'void step(int);' 'int main(void) { step(1); return 0; }' >m.c
        gcc -g -O2 -o pie v.c && gcc -g -O2 -no-pie -o fixed v.c && gcc -g -static-pie -o static v.c && gcc -g -fPIC -shared -DLIBRARY -o libv.so v.c && gcc -o uses m.c ./libv.so || exit
        for p in pie fixed static libv.so; do
            run=./$p; [ $p = libv.so ] && run=./uses
            $SONDE -q -e "usdt:./$p:v:step { \$p = uaddr(\"last\"); printf(\"%d %d %d %d %s %d\\n\", \$p->a, \$p.b, (*uaddr(\"to_last\"))->b, ((struct pair *)arg0)->a, str(uaddr(\"text\")), \$p == arg0); }" -c $run
        done
        $SONDE -q -e 'usdt:./pie:v:step { print(uaddr("nothing")); }' 2>&1 | head -n 1 | sed "s,$PWD,.,"
expect  41 -42 -42 41 hello 1
        41 -43 -43 41 hello 1
        41 -42 -42 41 hello 1
        41 -43 -43 41 hello 1
        41 -42 -42 41 hello 1
        41 -43 -43 41 hello 1
        41 -42 -42 41 hello 1
        41 -43 -43 41 hello 1
        <arg>:1:33: error: ./pie has no variable named 'nothing', or has several
---
name    F20: str of memory, to a length that counts the bytes of the text
needs   root tracepoint:syscalls:sys_enter_openat
prog    tracepoint:syscalls:sys_enter_openat /comm == "cat" && str(args.filename, 5) == "/nowh"/ { $n = (uint64)args.flags * 0 + 6; printf("%s|%s|%s|%s|%s|%d\n", str(args.filename), str(args.filename, 4), str(args.filename, 0), str(args.filename, $n), str(args.filename, $n - 7), sizeof(str(args.filename, 4))); exit(); }
run     cat /nowhere/to 2>/dev/null || true
expect  /nowhere/to|/now||/nowhe||5
---
name    F20: str of strings, arrays and integer literals, and lengths that are no literals
prog    begin { $n = (uint64)$1; printf("%s|%s|%s|%s|%s|%s|%s\n", str(42), str(-7), str(18446744073709551615), str("text", 2), str("text", $n), str(comm, $n + 100), str(curtask.comm, $n)); @[str("text", $n)] = 1; @["tex"] = 2; print(@); clear(@); }
args    3
expect  42|-7|18446744073709551615|te|tex|sonde|son
        @[tex]: 2
---
name    F20: lengths above max_strlen: W; negative ones, and what has no text: E
sh      $SONDE -q -e 'begin { print(str(comm, 5000)); print(str(kptr(0), 1024)); }' 2>&1 | grep -c 'warning: str() reads at most 1023 bytes here'; $SONDE -q -e 'begin { print(str(comm, -1)); print(str((1, 2))); print(str(comm, "a")); print(str()); print(str(true)); }' 2>&1 | grep -c error:
expect  2
        5
---
name    F21: buf of memory, arrays and strings; at most max_strlen - 4
prog    tracepoint:syscalls:sys_enter_write /comm == "printf"/ { printf("%r|%r|%r|%r|%r|%r\n", buf(args.buf, args.count), buf(args.buf, 4), buf(args.buf, (int64)-1), buf("ab\x01", 3), buf("abc"), buf(pton("1.2.3.4"))); exit(); }
run     env printf 'ab\001\377cdef' > out
expect  ab\x01\xffcdef|ab\x01\xff||ab\x01|abc\x00|\x01\x02\x03\x04
---
name    F21: bounds, and an address without a length: E
sh      SONDE_MAX_STRLEN=16 $SONDE -q -e 'begin { printf("%r\n", buf("0123456789abcde", 14)); }' 2>&1 | grep -v ' '; $SONDE -q -e 'begin { buf(kptr(1)); buf("abc", 9); buf("abc", 0); buf("abc", -1); buf((1, 2), 1); buf(); }' 2>&1 | grep -o 'error: .*'
expect  0123456789ab
        error: buf() needs to know how many bytes lie at an address
        error: buf() is asked for 9 bytes of something that has 4
        error: buf() takes a number of bytes of at least 1, not 0
        error: buf() takes a number of bytes of at least 1, not -1
        error: buf() needs an address, an array or a string, not (int64,int64)
        error: buf() takes 1 or 2 arguments, not 0
---
name    F22: the name of the file of a struct path
sh      $SONDE -q -e 'iter:task_file /ctx.task.tgid == pid(init) && ctx.fd == 0/ { print(path(ctx.file.f_path)); print(path(ctx.file.f_path, 3)); }' < /dev/null | head -1
expect  /dev/null
---
name    F22: in probes that cannot ask, or of something else: E
sh      $SONDE -q -e 'begin { print(path(1)); } iter:task_file { path(ctx.fd); path(ctx.file.f_path, 0); }' 2>&1 | grep -o 'error: .*'
expect  error: 'path' is not available in begin probes: the kernel does not let them ask
        error: path() takes a struct path that is reached from ctx or args by fields alone
        error: path() takes a size (up to max_strlen) from 1 to 1024, not 0
---
name    F23: the same pointer in the other address space
prog    tracepoint:syscalls:sys_enter_openat /comm == "cat" && str(args.filename) == "/nowhere/at/all"/ { $p = (uint64)args.filename; printf("%s %d %d\n", str(uptr($p)), strlen(str(kptr($p))), uptr($p) == $p); exit(); }
run     cat /nowhere/at/all 2>/dev/null || true
expect  /nowhere/at/all 0 1
---
name    F24: registers of what was interrupted
sh      gcc -x c -O1 -o regs - <<'X'
        __attribute__((noinline)) long f(long a, long b) { __asm__ volatile(""); return a + b; }
        int main(void) { return f(1111, 2222) == 0; }
        X
        $SONDE -q -e 'uprobe:./regs:f { printf("%d %d %d %d\n", reg("di"), reg("si"), reg("ip") == reg("pc"), reg("sp") > 0); exit(); }' -c ./regs; for r in r8 r9 r10 r11 r12 r13 r14 r15 ax bx cx dx si di bp sp ip pc cs ss flags orig_rax; do $SONDE -q --dry-run -e "profile:hz:1 { print(reg(\"$r\")); }" || echo no $r; done
expect  1111 2222 1 1
---
name    F24: unknown registers, probes without any: E
sh      $SONDE -q -e 'begin { print(reg("ip")); } profile:hz:1 { print(reg("eip")); print(reg(1)); print(reg()); }' 2>&1 | grep -o 'error: .*'
expect  error: 'reg' is not available in begin probes
        error: this machine has no register 'eip'
        error: reg() takes a string literal as 'name', not a number
        error: reg() takes 1 argument, not 0
---
name    F25: the address of a kernel symbol, as /proc/kallsyms has it
sh      want=$(awk '$3 == "vfs_read" { print $1; exit }' /proc/kallsyms); $SONDE -q -e 'begin { printf("%p %d\n", kaddr("vfs_read"), *kaddr("vfs_read") != 0); }' | sed "s/0x$want/as it says/"; $SONDE -q -e 'begin { print(kaddr("no_such_symbol")); }' 2>err; echo $?; grep -o 'error: .*' err
expect  as it says 1
        2
        error: this kernel has no symbol 'no_such_symbol'
---
name    F26: the copy of a per-CPU variable; null for a CPU that there is not; unknown: E
needs   root btf variables
prog    begin { $r = percpu_kaddr("runqueues"); printf("%d %d %d\n", $r.cpu == cpu, $r == percpu_kaddr("runqueues", cpu), percpu_kaddr("runqueues", 99999) == 0); }
expect  1 1 1
---
name    F26: a variable that is not there: E
prog    begin { print(percpu_kaddr("runqueue")); }
exit    1
stderr-re ^<arg>:1:28: error: this kernel has no per-CPU variable 'runqueue'
---
name    F28: symbols by address, without offset
prog    begin { printf("%s %s %s\n", ksym(kaddr("vfs_read")), ksym(kaddr("vfs_read") + 1), ksym(16)); }
expect  vfs_read vfs_read 0x10
---
name    F28: a function of a process
sh      $SONDE -q -e "uprobe:$TESTBIN/calls:main { printf(\"%s %s\n\", usym(reg(\"ip\")), usym(8)); exit(); }" -c "sh -c 'exec $TESTBIN/calls getppid 9000000 >/dev/null'" 2>/dev/null
expect  main 0x8
---
name    F29: addresses from integers and bytes, with and without a family
prog    begin { printf("%s %s %s %s %s %s\n", ntop(0x0100007f), ntop(2, 0x0100007f), ntop(pton("10.1.2.3")), ntop(pton("2001:db8::1")), ntop(10, pton("::1")), ntop(AF_INET6, pton("::ffff:192.0.2.1"))); }
expect  127.0.0.1 127.0.0.1 10.1.2.3 2001:db8::1 ::1 ::ffff:192.0.2.1
---
name    F29 F30: what is no address, another family: E
sh      $SONDE -q -e 'begin { ntop("abcd"); ntop(3, 1); ntop("a", 1); ntop(); ntop(10, 1); pton("1.2.3"); pton("1.2.3.256"); pton("::g"); pton(1); pton(comm); }' 2>&1 | grep -c error:
expect  10
---
name    F30: bytes of an address, in network order
prog    begin { print(pton("192.0.2.1")); print(sizeof(pton("::1"))); print(pton("2001:db8::ff")); print(typeinfo(pton("1.2.3.4")).full_type); print(pton("127.0.0.1") == pton("127.0.0.1")); }
expect  [192,0,2,1]
        16
        [32,1,13,184,0,0,0,0,0,0,0,0,0,0,0,255]
        uint8[4]
        true
---
name    F31: hardware addresses, in upper case
sh      cat > mac.c <<'X'
        __attribute__((noinline)) int f(const unsigned char *mac) { __asm__ volatile(""); return mac[0]; }
        int main(void) { static unsigned char m[6]; m[0] = 0x74; m[1] = 0x83; m[2] = 0xc2; m[3] = 0x7f; m[4] = 0x8c; m[5] = 0xff; return f(m) == 0; }
        X
        gcc -O1 -o mac mac.c && $SONDE -q -e 'uprobe:./mac:f { $m = macaddr((uint8*)arg0); printf("%s\n", $m); @[$m] = 1; print(@); clear(@); exit(); }' -c ./mac; $SONDE -q -e 'begin { macaddr(1); macaddr("a"); macaddr(); macaddr(pton("1.2.3.4")); }' 2>&1 | grep -c error:
expect  74:83:C2:7F:8C:FF
        @[74:83:C2:7F:8C:FF]: 1
        4
---
name    F32: bytes in reverse, without a sign, of every width
prog    begin { printf("%x %x %x %x %s %s %s %s\n", bswap((uint8)0x12), bswap((int16)0x1234), bswap((uint32)0x12345678), bswap((int64)0x0102030405060708), typeinfo(bswap((int8)1)).full_type, typeinfo(bswap((int16)1)).full_type, typeinfo(bswap((int32)1)).full_type, typeinfo(bswap((int64)1)).full_type); print(bswap((int16)0x00ff)); }
expect  12 3412 78563412 807060504030201 uint8 uint16 uint32 uint64
        65280
---
name    F33: the first n characters of strings: 0 or 1
prog    begin { printf("%d%d%d%d%d%d%d%d\n", strncmp("abcd", "abce", 3), strncmp("abcd", "abce", 4), strncmp(comm, "sonde", 16), strncmp(comm, "sondf", 5), strncmp("ab", "abc", 3), strncmp("", comm, 1), strncmp("a", "b", 0), strncmp(comm, "sonde", 100000)); if (strncmp(comm, "sond", 4)) { print("never"); } }
expect  01011100
---
name    F33 F34: n is no literal or negative, arguments of another type, more bytes than there are: E
sh      $SONDE -q -e 'begin { strncmp(comm, "a", pid); strncmp(comm, "a", -1); strncmp(1, "a", 1); strncmp(comm, "a"); memcmp("ab", "ab", 4); memcmp(1, "a", 1); memcmp("a", "b", pid); memcmp("a", "b", -1); }' 2>&1 | grep -c error:
expect  8
---
name    F34: the difference of the first bytes that differ
prog    begin { printf("%d %d %d %d %d %d\n", memcmp("abc", "abd", 3), memcmp(pton("1.2.3.4"), pton("1.2.3.1"), 4), memcmp("a", "a", 1), memcmp("\xff\x01", "\x01\x01", 2), memcmp("a", "b", 0), memcmp(curtask.comm, "sonde", 5)); }
expect  -1 3 0 254 0 0
---
name    F35: lengths and capacities
prog    tracepoint:syscalls:sys_enter_write /comm == "printf"/ { $s = "hello"; printf("%d %d %d %d %d %d %d %d\n", strlen($s), strlen(""), strcap($s), strlen(comm) , strcap(comm), strlen(str(args.buf, 4)), strlen(args.buf), strcap(args.buf)); exit(); }
run     env printf 'abcdefghij\0k' > out
expect  5 0 6 6 16 4 10 10
---
name    F35: no string: E
sh      $SONDE -q -e 'begin { strlen(1); strcap((1, 2)); strlen(); strlen("a", "b"); }' 2>&1 | grep -c error:
expect  4
---
name    F36: the place of a text in a string, known before or not
needs   root tracepoint:syscalls:sys_enter_write
before  cp "$(readlink -f /bin/sh)" lines && awk 'BEGIN { srand(11); for (i = 0; i < 150; i++) { s = ""; for (n = int(30 * rand()); n; n--) s = s (rand() < 0.4 ? "b" : "a"); t = ""; for (n = int(4 * rand()) + 1; n; n--) t = t (rand() < 0.4 ? "b" : "a"); print t "," s } }' >text
prog    tracepoint:syscalls:sys_enter_write /comm == "lines"/ { $s = str(args.buf, args.count); $c = strstr($s, ","); $text = str((uint64)args.buf + $c + 1, args.count - $c - 1); $part = str($s, $c); printf("%d %d\n", strstr($text, $part), strcontains($text, $part)); }
run     ./lines -c 'while read -r l; do printf %s "$l"; done <text >/dev/null'
after   awk -F, '{ i = index($2, $1); print i - 1, (i > 0) }' text >want && [ $(wc -l <want) = 150 ] && cmp want $OUT
---
name    F36: an empty part: 0 and true; parts that are longer, or at the end
prog    begin { $e = ""; if ($1 == 2) { $e = "never"; } $l = "sondes"; printf("%d %d %d %d %d %d %d %d %d\n", strstr(comm, ""), strstr(comm, $e), strcontains(comm, ""), strcontains(comm, $e), strstr("", $l), strstr(comm, $l), strstr(comm, str("de")), strstr($e, $e), strcontains("", "")); }
args    1
expect  0 0 1 1 -1 -1 3 0 1
---
name    F36: the longest part in the longest string
prog    begin { $a = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"; $b = str_concat($a, $a); $c = str_concat(str_concat($b, $b), str_concat($b, $b)); $d = str_concat($c, $c);
                $p = str_concat($b, "!"); printf("%d %d %d %d\n", strstr($c, $b), strstr($c, $p), strstr(str_concat($c, "!"), $p), strstr($d, str($d, 1008))); }
expect  0 -1 378 0
---
name    F37: two strings in one of at most 1024 bytes
prog    begin { $s = "ab"; $t = str_concat($s, "cd"); printf("[%s] [%s] [%s] [%s] %d\n", $t, str_concat($t, $t), str_concat("", $s), str_concat($s, ""), sizeof($t)); $a = str_concat("0123456789abcdef", "0123456789abcdef"); $b = str_concat($a, $a); $c = str_concat($b, $b); $d = str_concat($c, $c); $e = str_concat($d, $d); printf("%d %d\n", strlen($e), strlen(str_concat($e, $e))); }
expect  [abcd] [abcdabcd] [ab] [ab] 1024
        512 1024
---
name    F37 F38: no strings, no numbers: E
sh      $SONDE -q -e 'begin { str_concat(1, "a"); str_concat("a"); strerror("a"); signal_name(comm); syscall_name(); }' 2>&1 | grep -c error:
expect  5
---
name    F38: names of errors, signals and system calls, as the C library has them; unknown ones say so
sh      $SONDE -q -e 'begin { $z = (int64)pid * 0; for ($i : 0..40) { printf("%s|%s|%s\n", strerror($z + $i), signal_name($z + $i), syscall_name($z + $i)); } printf("%s|%s|%s|%s|%d\n", strerror($z - 2), strerror(9999), signal_name(99), syscall_name($z - 1), sizeof(strerror($z))); }' > got
        python3 - > want <<'X'
        import os, signal, re
        calls = dict((int(n), name) for name, n in re.findall(r'#define __NR_(\w+) (\d+)', open('/usr/include/x86_64-linux-gnu/asm/unistd_64.h').read()))
        def sig(n):
            try: return signal.Signals(n).name.replace('SIGIO', 'SIGPOLL') if n < 32 else 'unknown signal %d' % n
            except ValueError: return {16: 'SIGSTKFLT'}.get(n, 'unknown signal %d' % n)
        for i in range(40): print('%s|%s|%s' % (os.strerror(i), sig(i), calls[i]))
        print('No such file or directory|unknown error 9999|unknown signal 99|unknown syscall -1|64')
        X
        cmp want got && echo same
expect  same
---
name    F39 F40: control groups by path and by id
sh      d=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts); [ "$d" ] || { d=$TMP/cg; mkdir $d; mount -t cgroup2 none $d; m=1; }; mkdir $d/sonde-$$; want=$(stat -c %i $d/sonde-$$); $SONDE -q -e "begin { \$c = cgroupid(\"$d/sonde-$$\"); print(\$c == $want); printf(\"%s %s\n\", cgroup_path(\$c, \"unified\"), cgroup_path(\$c, \"uni*\")); print(cgroup_path(\$c, \"nothing\")); }" | sed s/sonde-$$/name/g; rmdir $d/sonde-$$; [ "$m" ] && umount $d; true
expect-re ^true$
expect-re ^unified:/name unified:/name$
---
name    F40: a hierarchy that is mounted at several places is named once
needs   root own-mounts
sh      mkdir one two; unshare -m sh -c 'mount -t cgroup2 none one && mount -t cgroup2 none two && $SONDE -q -e "begin { print(cgroup_path(cgroup)); print(cgroup_path(cgroup, \"unified\")); }"' | awk -F, '{ for (i = 1; i <= NF; i++) n += $i ~ /^unified:/; print n; n = 0 }'
expect  1
        1
---
name    F39: a path that is not there: ENV
prog    begin { print(cgroupid("/no/such/group")); }
exit    2
stderr-re ^<arg>:1:24: error: there is no control group '/no/such/group'$
---
name    F41: signals to the process and to the thread, by name and by number
needs   root tracepoint:syscalls:sys_enter_getppid
sh      for s in '"SIGTERM"' '"TERM"' 15 '$1 + 5'; do $SONDE -q --unsafe -e "tracepoint:syscalls:sys_enter_getppid /comm == \"calls\"/ { signal($s) }" 10 -c "sh -c '$TESTBIN/calls getppid 100 >/dev/null; echo \$? >&2'" 2>&1 | tail -1; done; $SONDE -q --unsafe -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { signal_thread("KILL") }' -c "sh -c '$TESTBIN/calls getppid 100 >/dev/null; echo \$? >&2'" 2>&1 | tail -1
expect  143
        143
        143
        143
        137
---
name    F41: without --unsafe, unknown signals, probes that are about no process: E
sh      $SONDE -q -e 't:syscalls:sys_enter_getppid { signal(9); }' 2>&1 | grep -o 'error: .*'; $SONDE -q --unsafe -e 'interval:s:1 { signal(9); } t:syscalls:sys_enter_getppid { signal("SIGFOO"); signal(0); signal(65); signal(comm); signal_thread(); }' 2>&1 | grep -o 'error: .*'
expect  error: 'signal' changes the traced system, which is not allowed
        error: 'signal' is not available in interval probes: they are about no process
        error: there is no signal 'SIGFOO'
        error: signal() takes a signal from 1 to 64, not 0
        error: signal() takes a signal from 1 to 64, not 65
        error: signal() needs the name of a signal or its number, not string[16]
        error: signal_thread() takes 1 argument, not 0
---
name    F42: a kernel that cannot: ENV
needs   root kprobe no-override
prog    kprobe:vfs_read { override(-5); }
args    --unsafe
exit    2
stderr-re error: probe 'kprobe:vfs_read': the kernel refused the program here: this kernel cannot keep functions from running
---
name    F42: in other probes, without --unsafe: E
sh      $SONDE -q -e 'kprobe:vfs_read { override(-5); }' 2>&1 | grep -o "error: 'override'.*" | head -1; $SONDE -q --unsafe -e 'begin { override(1); }' 2>&1 | grep -o 'error: .*'
expect-re ^error: 'override' is not available in begin probes$
---
name    F43: bytes written into a process
needs   root kprobe tracepoint:syscalls:sys_enter_openat
before  echo AAA > a; echo BBB > b
prog    tracepoint:syscalls:sys_enter_openat /comm == "cat" && str(args.filename) == "./a"/ { $l = (uint64)args.flags * 0; printf("%d %d %d\n", write_user(0, "x", 1), write_user(args.filename, "zzz", $l), write_user((uint64)args.filename + 2, "b", $l + 1)); exit(); }
args    --unsafe
run     cat ./a > got
after   grep -qx BBB got
expect  0 0 1
---
name    F43: without --unsafe, of what is no bytes, more than there are: E
sh      $SONDE -q -e 'begin { write_user(1, "a", 1); }' 2>&1 | grep -o 'error: .*'; $SONDE -q --unsafe -e 'begin { write_user(1, 2, 3); write_user(1, comm, 17); write_user(1, comm, 0); write_user(1, comm); write_user("a", comm, 1); }' 2>&1 | grep -c error:
expect  error: 'write_user' changes the traced system, which is not allowed
        5
---
name    F44: the cookie of a socket, as the socket itself says
needs   root btf python
before  printf 'import socket, struct\ns = socket.socket()\ns.bind(("127.0.0.1", 0))\ns.listen(1)\nprint(struct.unpack("Q", s.getsockopt(1, 57, 8))[0])\n' > c.py
prog    rawtracepoint:inet_sock_set_state /comm == "python3" && args.newstate == 10/ { @ = socket_cookie(args.sk); }
run     python3 c.py > want
after   [ "$(sed -n 's/^@: //p' $OUT)" = "$(cat want)" ]
---
name    F44: in other probes, of other values: E
sh      $SONDE -q -e 'begin { socket_cookie(1); } rawtracepoint:inet_sock_set_state { socket_cookie(pid); socket_cookie(); }' 2>&1 | grep -o 'error: .*'
expect  error: 'socket_cookie' is not available in begin probes: the kernel does not know what their pointers point to
        error: socket_cookie() takes a pointer that is reached from args by fields alone
        error: socket_cookie() takes 1 argument, not 0
---
name    F45: pointers that stand for errors of the kernel
prog    begin { $z = (uint64)pid * 0; printf("%d%d%d%d%d%d\n", is_err($z), is_err($z - 1), is_err($z - 4095), is_err($z - 4096), is_err((uint8*)-22), is_err(curtask)); }
expect  011010
---
name    F46: the struct around a member
needs   root btf
prog    begin { $t = curtask; $p = container_of((uint64)$t + offsetof(struct task_struct, comm), typeof(struct task_struct), comm); printf("%d %d %s\n", $p == $t, $p.pid == $t.pid, typeinfo($p).full_type); }
expect  1 1 struct task_struct*
---
name    F46: no struct, no such member: E
sh      $SONDE -q -e 'begin { container_of(curtask, typeof(int32), comm); container_of(curtask, typeof(struct task_struct), nothing); container_of(curtask, 1, comm); container_of(curtask); }' 2>&1 | grep -c error:
expect  4
---
name    F47: functions of the kernel that there are, and that this probe may call
needs   root btf kernel:6.12
prog    interval:ms:1 { printf("%d%d%d%d\n", kfunc_exist("bpf_task_from_pid"), kfunc_exist("no_such_function"), kfunc_allowed("bpf_task_from_pid"), kfunc_allowed("vfs_read")); exit(); }
expect  1010
---
name    F25 F39 F47: known when the program is compiled, in conditions too
prog    interval:ms:1 { if comptime (kfunc_exist("vfs_read")) { print("there"); } else { fail("no"); } if comptime (kfunc_exist("no_such_function")) { fail("no"); } if comptime (kfunc_allowed("no_such_function")) { fail("no"); }
        static_assert(kaddr("vfs_read") > 0, "no"); exit(); }
expect  there
---
name    F48: questions about types, known when the program is compiled
prog    begin { @m[1] = 1; @s = 1; $p = curtask; $a = pton("1.2.3.4"); printf("%d%d%d %d%d %d%d %d%d %d%d %d%d %d%d\n", is_literal(1), is_literal("a"), is_literal(pid), is_str(comm), is_str(1), is_ptr($p), is_ptr(1), is_array($a), is_array(comm), is_integer(pid), is_integer(comm), is_unsigned_integer(pid), is_unsigned_integer(ppid), is_scalar(@s), is_scalar(@m));
        if comptime (is_str(pid)) { fail("no"); } static_assert(is_integer(pid), "no"); clear(@m); clear(@s); }
expect  110 10 10 10 10 10 10
---
name    F49: parameters with a type and a default
sh      cat > t.bt <<'X'
        begin { printf("%d %d %s %d\n", getopt("n", 5), getopt("neg", -1), getopt("s", "text"), getopt("flag")); }
        X
        $SONDE -q t.bt; $SONDE -q t.bt -- --n=7 --neg=-3 --s=other --flag
expect  5 -1 text 0
        7 -3 other 1
---
name    F50: sizes, offsets, types
prog    struct s { char a; int b; } begin { printf("%d %d %d %d %s\n", sizeof(struct s), offsetof(struct s, b), sizeof(uint16), sizeof((1, 2)), typeinfo(pid).full_type); let $x : typeof(comm) = "a"; print(sizeof($x)); }
expect  8 4 2 16 uint32
        16
---
name    F51: entries of a map, frames of a stack
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @m[1] = 1; @m[2] = 1; @a[1] = count(); @st = kstack(2); $s = kstack(raw, 1); printf("%d %d %d %d %d %s\n", len(@m), len(@a), len($s), len(@st), len(kstack(2)), typeinfo(len(@m)).full_type); clear(@m); clear(@a); clear(@st); exit(); }
run     $TESTBIN/calls getppid 1
expect  2 1 1 2 2 int64
---
name    F51: a map without keys, and what is neither: E
sh      $SONDE -q -e 'begin { @s = 1; len(@s); len(1); len(comm); len(); }' 2>&1 | grep -o 'error: .*'
expect  error: len() needs a map with keys, '@s' has none
        error: len() counts the entries of a map or the frames of a stack, not int8
        error: len() counts the entries of a map or the frames of a stack, not string[16]
        error: len() takes 1 argument, not 0
---
name    F12 assert in loops, in unrolled ones and in functions of the script leaves all of them
needs   root
sh      $SONDE -q -e 'begin { for ($i : 0..100) { assert($i < 5, "range"); @++; } printf("no\n"); }'; echo $?; $SONDE -q -e 'begin { unroll 3 { assert(pid == 0, "unrolled"); } printf("no\n"); }'; echo $?
        $SONDE -q -e 'begin { @[1] = 1; for ($kv : @) { assert($kv.1 == 2, "map"); } printf("no\n"); }' | grep no; $SONDE -q -e 'fn f($n : int64) : void { assert($n < 3, "function"); } begin { for ($i : 0..100) { f($i); printf("%d\n", $i); } }'; echo $?
expect


        @: 5
        1
        1
        0
        1
        2
        1
stderr-re ERROR: range$
stderr-re ERROR: unrolled$
stderr-re ERROR: map$
stderr-re ERROR: function$
