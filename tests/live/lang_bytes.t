# tests/live/lang_bytes.t - functions that look at bytes and strings.
name    strlen and strcap
needs   root
prog    begin { $s = "hello"; printf("%d %d %d %d %d\n", strlen($s), strlen(""), strcap($s), strlen(comm), strcap(comm)); }
expect  5 0 6 5 16
---
name    strlen of a string that was cut
needs   root tracepoint:syscalls:sys_enter_write
prog    tracepoint:syscalls:sys_enter_write /comm == "printf"/ { printf("%d %d %d\n", strlen(str(args.buf)), strlen(str(args.buf, 4)), strlen(args.buf)); exit(); }
run     env printf 'abcdefghij' > out
expect  10 4 10
---
name    strncmp
needs   root
prog    begin { printf("%d%d%d%d%d%d\n", strncmp("abcd", "abce", 3), strncmp("abcd", "abce", 4), strncmp(comm, "sonde", 16), strncmp(comm, "sondf", 5),
                strncmp("ab", "abc", 3), strncmp("", comm, 1)); }
expect  010111
---
name    memcmp: the difference of the first bytes that differ
needs   root
prog    begin { printf("%d %d %d %d\n", memcmp("abc", "abd", 3), memcmp(pton("1.2.3.4"), pton("1.2.3.1"), 4), memcmp("a", "a", 1), memcmp("\xff\x00", "\x01\x01", 2)); }
expect  -1 3 0 254
---
name    memcmp of memory that is traced
needs   root tracepoint:syscalls:sys_enter_write
prog    tracepoint:syscalls:sys_enter_write /comm == "printf"/ { printf("%d %d\n", memcmp(args.buf, "abX", 2), memcmp(args.buf, "abX", 3)); exit(); }
run     env printf 'abcdefghij' > out
expect  0 11
---
name    str_concat
needs   root
prog    begin { $s = "ab"; $t = str_concat($s, "cd"); printf("[%s] [%s] [%s] [%s] %d\n", $t, str_concat($t, $t), str_concat("", $s), str_concat($s, ""), strlen(str_concat($t, $t))); }
expect  [abcd] [abcdabcd] [ab] [ab] 8
---
name    str_concat does not go beyond its room
needs   root
prog    begin { $s = "0123456789abcdef"; $a = str_concat($s, $s); $b = str_concat($a, $a); $c = str_concat($b, $b); $d = str_concat($c, $c); $e = str_concat($d, $d); $f = str_concat($e, $e);
                printf("%d %d\n", strlen($e), strlen($f)); }
expect  512 1024
---
name    buf of strings and arrays, in every form
needs   root
prog    begin { printf("%r|%rx|%rh|%s\n", buf("hi\x01", 3), buf(pton("1.2.3.255")), buf("abc", 2), buf("abcdef", (uint64)$1)); print(buf(pton("::1"), 3)); }
args    3
expect  hi\x01|\x01\x02\x03\xff|61 62|abc
        \x00\x00\x00
---
name    buf of memory: a length that is only known at run time, and one that is not there
needs   root tracepoint:syscalls:sys_enter_write
prog    tracepoint:syscalls:sys_enter_write /comm == "printf"/ { printf("%r|%r|%r|%r|\n", buf(args.buf, args.count), buf(args.buf, 4), buf(args.buf, (int64)-1), buf(0, 4)); exit(); }
run     env printf 'ab\001\377cdef' > out
expect  ab\x01\xffcdef|ab\x01\xff|||
---
name    buf goes no further than max_strlen
needs   root tracepoint:syscalls:sys_enter_write
sh      SONDE_MAX_STRLEN=16 $SONDE -q -e 'tracepoint:syscalls:sys_enter_write /comm == "printf"/ { printf("%r|\n", buf(args.buf, args.count)); exit(); }' -c "sh -c 'exec env printf abcdefghijklmnopqrst >/dev/null'"
expect  abcdefghijkl|
---
name    buffers as keys and values
needs   root
prog    begin { @k[buf("ab", 2), 7] = 1; @v = buf("x", 1); if ($1 == 3) { @v = buf("long", 4); } if (buf("ab", 2) == buf("ab", 2)) { @same = 1; } }
args    3
expect


        @k[ab, 7]: 1
        @same: 1
        @v: long
---
name    a buffer in JSON is numbers with a sign
needs   root
prog    begin { print(buf("a\xff", 2)); }
args    -f json
expect-re ^\{"type": "value", "data": \[97,-1\]\}$
---
name    strstr and strcontains: the first place, none, nothing to look for
needs   root
prog    begin { $s = "abababc"; printf("%d %d %d %d %d %d %d\n", strstr($s, "ababc"), strstr($s, "abc"), strstr($s, "c"), strstr($s, "a"), strstr($s, "x"), strstr($s, ""), strstr("", "x"));
                printf("%d%d%d%d%d\n", strcontains(comm, "ond"), strcontains(comm, "sondes"), strcontains(comm, ""), strcontains($s, "abababc"), strcontains("\xff\x80", "\x80"));
                $t = str_concat(str_concat($s, $s), $s); printf("%d %d\n", strstr($t, "cabababcabababc"), strstr($t, "cc")); }
expect  2 4 6 0 -1 0 -1
        10111
        6 -1
---
name    strstr says what awk says of the same lines
needs   root tracepoint:syscalls:sys_enter_write
before  cp "$(readlink -f /bin/sh)" lines && awk 'BEGIN { srand(7); for (i = 0; i < 200; i++) { s = "a"; for (n = int(40 * rand()); n; n--) s = s (rand() < 0.3 ? "b" : "a"); print s } }' >text
prog    tracepoint:syscalls:sys_enter_write /comm == "lines"/ { $s = str(args.buf, args.count);
        	printf("%d %d %d %d\n", strstr($s, "aab"), strstr($s, "abab"), strstr($s, "b"), strstr($s, "aaaaaaab")); }
run     ./lines -c 'while read -r l; do printf %s "$l"; done <text >/dev/null'
after   awk '{ print index($0, "aab") - 1, index($0, "abab") - 1, index($0, "b") - 1, index($0, "aaaaaaab") - 1 }' text >want && [ $(wc -l <want) = 200 ] && cmp want $OUT
---
name    strstr of a string that fills its room, and not behind the end of one that does not
needs   root tracepoint:syscalls:sys_enter_write
prog    tracepoint:syscalls:sys_enter_write /comm == "printf"/ { printf("%d %d %d %d\n", strstr(str(args.buf, 4), "cd"), strstr(str(args.buf, 4), "de"), strstr(str(args.buf), "ij"), strstr(str(args.buf), "kl")); exit(); }
run     env printf 'abcdefghij\0kl' > out
expect  2 -1 8 -1
---
name    strstr of the longest text in the longest string
needs   root
prog    begin { $a = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"; $b = str_concat($a, $a); $c = str_concat(str_concat($b, $b), str_concat($b, $b));
                printf("%d %d\n", strstr($c, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"), strstr(str_concat($c, "!"), "e!")); }
expect  0 503
