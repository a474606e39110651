# tests/live/lang_table.t - tables (language.md 17.7) in detail: order, units, columns, what is missing, and what is odd.
name    order: by the first map from the largest on, by any map up or down, by the key; equal ones by key, absent ones last
prog    begin {
                $k = 3; @a[$k] = 10; @b[$k] = 1; $k = 1; @a[$k] = 10; @b[$k] = -5; $k = 2; @a[$k] = 99; $k = 10; @b[$k] = 7;
                table(@a, @b); table(@a, @b, (sort="@a")); table(@a, @b, (sort="-@b", header=false)); table(@a, @b, (sort="@b", header=false)); table(@a, @b, (sort="key", header=false)); table(@a, @b, (sort="-key", header=false, top=2)); table(@b, @a, (sort="-", top=1)); table(@a, (top=0, header=true));
        }
args    -q
expect
         K   A   B
         2  99   -
         1  10  -5
         3  10   1
        10   -   7
         K   A   B
         1  10  -5
         3  10   1
         2  99   -
        10   -   7
        10   -   7
         3  10   1
         1  10  -5
         2  99   -
         1  10  -5
         3  10   1
        10   -   7
         2  99   -
         1  10  -5
         2  99   -
         3  10   1
        10   -   7
        10   -  7
         3  10  1
         K  B  A
        10  7  -
        K   A
        2  99
        1  10
        3  10


        @a[1]: 10
        @a[3]: 10
        @a[2]: 99
        @b[1]: -5
        @b[3]: 1
        @b[10]: 7
---
name    records: one column a field, sorted by the field that orders the map alone, or by any
sh      $SONDE -q -e 'begin { @s["a"] = stats(10); @s["a"] = stats(20); @s["b"] = stats(16); @p["a"] = pct(5, 50, 999); @p["a"] = pct(5, 50, 999); @p["c"] = pct(900, 50, 999); table(@s, @p); table(@p, @s); table(@s, @p, (sort="-@s.total")); table(@p, (sort="-@p.p99.9", cols="LAT")); table(@s, (unit="bytes")); clear(@p); table(@s, @p, (sort="-@p.p50")); clear(@s); }' | sed '/^$/d'
expect  KEY1  S.count  S.average  S.total  P.count  P.p50  P.p99.9  P.max
        b           1         16       16        -      -        -      -
        a           2         15       30        2      5        5      5
        c           -          -        -        1    900      900    900
        KEY1  P.count  P.p50  P.p99.9  P.max  S.count  S.average  S.total
        a           2      5        5      5        2         15       30
        c           1    900      900    900        -          -        -
        b           -      -        -      -        1         16       16
        KEY1  S.count  S.average  S.total  P.count  P.p50  P.p99.9  P.max
        a           2         15       30        2      5        5      5
        b           1         16       16        -      -        -      -
        c           -          -        -        1    900      900    900
        KEY1  LAT.count  LAT.p50  LAT.p99.9  LAT.max
        c             1      900        900      900
        a             2        5          5        5
        KEY1  S.count  S.average  S.total
        b           1         16       16
        a           2         15       30
        KEY1  S.count  S.average  S.total  P.count  P.p50  P.p99.9  P.max
        a           2         15       30        -      -        -      -
        b           1         16       16        -      -        -      -
---
name    units: of the options, of the values themselves, of keys
sh      $SONDE -q -e 'begin { $size = bytes(4096); @ns[$size] = 1234; @us[$size] = 1234; @ms[$size] = 1234; @s[$size] = 1234; @b[$size] = 12340; @own[$size] = max(duration(1234567)); @none[$size] = 5; @over[$size] = sum(duration(2048)); table(@ns, @us, @ms, @s, @b, @own, @none, @over, (unit="ns,us,ms,s,bytes,,,bytes")); }' | head -2
expect
         SIZE      NS      US     MS       S      B     OWN  NONE   OVER
        4.00K  1.23us  1.23ms  1.23s  20m34s  12.0K  1.23ms     5  2.00K
---
name    scalars: one row without key columns; those that were never set are absent; none at all is no table
prog    begin { @n = 5; @name = comm; @ = count(); @p = pct(7); table(@n, @name, @, @p, @later, (rate="@n", sort="-@p.p50", cols="N/S")); table(@later); }
        begin { if (@n == 0) { @later = 1; } printf("end\n"); clear(@n); clear(@name); clear(@); clear(@p); }
args    -q
expect-re ^ +N/S  NAME +VALUE  P.count  P.p50  P.p90  P.p99  P.max  LATER$
expect-re ^ *[0-9]+\.[0-9]  sonde     [ 0-9]+ +1      7      7      7      7      -$
expect-re ^end$
reject-re ^ *LATER$
---
name    several maps, with keys of several kinds: titles are the names of their parts
sh      $SONDE -q -e 'begin { $who = "x"; @a[$who, pid > 0, (1, 2), (enum bpf_cmd)1] = 1; @r[(left="l", right=2)] = 3; @ptr[(uint8 *)16] = (uint8 *)255; @b["q"] = buf("a\nb", 3); @t["q"] = (1, "x"); table(@a); table(@r, (keys=",R")); table(@ptr); table(@b, @t); }' | head -8
expect  WHO  KEY2  KEY3    KEY4                 A
        x    true  (1, 2)  BPF_MAP_LOOKUP_ELEM  1
        LEFT  R  R
        l     2  3
        KEY1   PTR
        0x10  0xff
        KEY1  B       T
        q     a\x0ab  (1, x)
---
name    keys that differ only in the room of their types are the same; those that look alike have a row each
sh      $SONDE -q -e 'begin { @a["x"] = 1; @b["longer than x"] = 2; @b["x"] = 3; @n[(uint8)5] = 1; @m[(uint64)5] = 2; @e[errno_name(2)] = 1; @e[errno_name(-2)] = 2; @f[errno_name(2)] = 3; table(@a, @b); table(@n, @m); table(@e, @f); }' | head -9
expect  KEY1           A  B
        x              1  3
        longer than x  -  2
        KEY1  N  M
           5  1  2
        KEY1    E  F
        ENOENT  2  -
        ENOENT  1  3
---
name    what is wide, what combines, what is no text
sh      $SONDE -q -e 'begin { @w["日本語"] = 1; @w["e\xcc\x81"] = 22; @w["\xff\xfe"] = 333; @w[""] = 4444; @w["ab"] = 55555; table(@w); clear(@w); }' | LC_ALL=C sed 's/[^ -~]/?/g'
expect  KEY1        W
        ab      55555
                 4444
        ??        333
        e??          22
        ?????????      1
---
name    stacks as keys stand on one line, the outermost frame first
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @n[kstack(raw, 3), comm] = count(); } end { table(@n, (keys="STACK", cols="TIMES")); clear(@n); }' -c "$TESTBIN/calls getppid 7" | grep -v '^[0-9]*$' >out; awk 'NR == 1 { print $1, $2, $3 } NR == 2 { print split($1, f, ";"), $2, $3 } END { print NR }' out
expect  STACK COMM TIMES
        3 calls 7
        2
---
name    with clear() behind it nothing is lost: what all tables show together is what happened
needs   root
sh      $SONDE -q --follow -o out -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n[comm] = count(); @s[comm] = sum(2); } interval:ms:20 { table(@n, @s, (header=false)); clear(@s); clear(@n); } end { table(@n, @s, (header=false)); clear(@n); clear(@s); }' -c "sh -c '$TESTBIN/calls getppid 200000; until [ -s out ]; do sleep 0.01; done; $TESTBIN/calls getppid 200000'" >/dev/null; awk '{ tables++; n += $2; s += $3 } END { print n, s, (tables > 1) }' out
expect  400000 800000 1
---
name    control characters of what is traced, where lines have a meaning
needs   root
sh      p='begin { $k = "a\nb\x1b[31m\t"; @a[$k] = 1; @b[$k] = "c\rd"; table(@a, @b); clear(@a); clear(@b); }'; $SONDE -q --escape always -e "$p"; $SONDE -q --escape never -e "$p" | od -An -c | tr -d ' \n' | grep -c 'a.nb033.31m.t'
expect  K                   A  B
        a\x0ab\x1b[31m\x09  1  c\x0dd
        1
---
name    a map of many entries is a long table, cut after sorting
sh      $SONDE -q -e 'begin { for ($i : 0..4000) { @a[$i] = $i * 7 % 4001; @b[4000 - $i] = $i; } table(@a, @b, (top=3, sort="-@b")); table(@a, @b); clear(@a); clear(@b); }' >out; head -4 out; sed -n 5,4006p out | awk 'NR > 1 { a = $1 < 4000 ? $1 * 7 % 4001 : "-"; b = $1 > 0 ? 4000 - $1 : "-"; if ($2 != a || $3 != b) bad++; if (NR > 2 && $2 != "-" && $2 >= last) bad++; last = $2; n++ } END { print n, bad + 0 }'
expect  I   A     B
        1   7  3999
        2  14  3998
        3  21  3997
        4001 0
---
name    in wildcards, functions and macros of scripts that have these names, and where nobody prints
needs   root
sh      $SONDE -q -e 'macro show(@m) { table(@m, (header=false)); rate(@m); } begin { @a["x"] = 1; show(@a); clear(@a); }' | sed 's/[0-9.]*\/s/N/'; $SONDE -q -e 'fn table($x: int64) : int64 { return $x + 1; } begin { print(table(4)); }'; $SONDE -e 'iter:task:/sys/fs/bpf/sonde_table { @a[1] = 1; table(@a); }' 2>&1 | head -1; $SONDE -q -e 'begin { @h = hist(5); if (0) { table(@h); rate(@h); } clear(@h); print("fine"); }'
expect  x  1
        @a[x]: N
        5
        <arg>:1:48: error: 'table' cannot be used in 'iter:task:/sys/fs/bpf/sonde_table': it is pinned, and sonde is gone when it runs
        fine
