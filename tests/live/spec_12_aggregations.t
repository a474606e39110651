# tests/live/spec_12_aggregations.t - language.md chapter 12, row by row: map functions and aggregations.
name    G1: delete says whether the entry was there
prog    begin { @m["a"] = 1; @m["b"] = 2; print(delete(@m, "a")); print(delete(@m, "a")); print(has_key(@m, "b")); if (delete(@m, "b")) { printf("gone\n"); } print(len(@m)); @t[1, "x"] = 3; print(delete(@t, (1, "x"))); print(len(@t)); @h[1] = hist(5); print(delete(@h, 1)); @c[1] = count(); delete(@c, 1); }
expect  true
        false
        true
        gone
        0
        true
        0
        true
---
name    G1: a key of another type
sh      $SONDE -e 'begin { @m[1] = 1; delete(@m, "a"); }' 2>&1; echo $?
expect  <arg>:1:31: error: the key of '@m' is int64, not string[2]
            begin { @m[1] = 1; delete(@m, "a"); }
                                          ^~~
        <arg>:1:12: note: it is int64 here
            begin { @m[1] = 1; delete(@m, "a"); }
                       ^
        1
---
name    G2: delete of a scalar clears it
prog    begin { @s = 5; print(delete(@s)); print(delete(@s)); print(@s); @c = count(); delete(@c); @h = hist(3); delete(@h); @p = pct(3); delete(@p); @p = pct(9, 50, 90, 99); @d = stddev(1); delete(@d); }
expect  true
        false
        @s: 0


        @p: { .count = 1, .p50 = 9, .p90 = 9, .p99 = 9, .max = 9 }
---
name    G2: delete of a whole keyed map
sh      $SONDE -e 'begin { @m[1] = 1; delete(@m); }' 2>&1; echo $?
expect  <arg>:1:27: error: delete() needs the key of the entry of '@m' to delete
            begin { @m[1] = 1; delete(@m); }
                                      ^~
            hint: clear(@m) removes all entries
        1
---
name    G3: has_key tells zero from missing
prog    begin { @m["a"] = 0; @t[1, 2] = 0; @c[7] = count(); @h[8] = hist(1); printf("%d%d %d%d %d%d %d%d\n", has_key(@m, "a"), has_key(@m, "b"), has_key(@t, (1, 2)), has_key(@t, (2, 1)), has_key(@c, 7), has_key(@c, 8), has_key(@h, 8), has_key(@h, 7)); clear(@m); clear(@t); clear(@c); clear(@h); }
expect  10 10 10 10
---
name    G3: has_key of a scalar
sh      $SONDE -e 'begin { @m = 1; print(has_key(@m, 1)); }' 2>&1 | head -1; $SONDE -e 'begin { @m[1] = 1; print(has_key(@m)); }' 2>&1 | head -1
expect  <arg>:1:31: error: has_key() needs a map with keys, '@m' has none
        <arg>:1:26: error: has_key() takes 2 arguments, not 1
---
name    G4: find gives the value, and leaves the variable alone when there is none
prog    begin { @m["a"] = 5; $x = 9; print(find(@m, "b", $x)); print($x); print(find(@m, "a", $x)); print($x);
        	@s[1, 2] = "hello"; if (find(@s, (1, 2), $t)) { print($t); } @z[1] = 0; $z = 7; if (find(@z, 1, $z)) { print($z); }
        	@c[1] = count(); @c[1] = count(); if (find(@c, 1, $n)) { print($n); } @a[1] = avg(3); @a[1] = avg(8); if (find(@a, 1, $a)) { print($a); }
        	@u["k"] = (1, "two"); if (find(@u, "k", $u)) { print($u.1); } clear(@m); clear(@s); clear(@z); clear(@c); clear(@a); clear(@u); }
expect  false
        9
        true
        5
        hello
        0
        2
        5
        two
---
name    G4: find of a scalar, of what is no number, into what is no variable
sh      for p in '@m = 1; find(@m, 1, $x);' '@m[1] = stats(1); find(@m, 1, $x);' '@m[1] = 1; find(@m, 1, 1 + 1);' '@m[1] = 1; $x = "s"; find(@m, 1, $x);'; do $SONDE -e "begin { $p }" 2>&1 | head -1; done
expect  <arg>:1:22: error: find() needs a map with keys, '@m' has none
        <arg>:1:27: error: '@m' is an aggregation (stats) that is no number for an expression
        <arg>:1:32: error: find() takes a variable as 'out', not a number
        <arg>:1:30: error: '$x' is string[2], not int64
---
name    A1: count
needs   root
prog    tracepoint:syscalls:sys_enter_write /comm == "calls"/ { @ = count(); @by[args.count] = count(); }
run     $TESTBIN/calls write 10*500 20*300 30*200 >/dev/null
stop    INT
expect-re ^@by\[30\]: 200$
expect-re ^@by\[20\]: 300$
expect-re ^@by\[10\]: 500$
---
name    A2: sum has the sign of what it adds
prog    begin { $z = pid - pid; $u = pid ^ pid; @a = sum($z - 5); @a = sum($z + 3); @b = sum(~$u); @k[1] = sum($z + 2); @k[2] = sum($z - 7); @k[3] = sum($z + 1); printf("%d %d\n", @a + 1, (int8)@k[2]); }
expect  -1 -7


        @a: -2
        @b: 18446744073709551615
        @k[2]: -7
        @k[3]: 1
        @k[1]: 2
---
name    A3: avg is truncated, and ordered by the average
prog    begin { $z = pid - pid; @a = avg($z + 7); @a = avg($z - 12); @a = avg($z - 12); @k["x"] = avg(9); @k["x"] = avg(10); @k["y"] = avg(8); @k["z"] = avg(100); @k["z"] = avg(2); @k["z"] = avg(3); print(@a + 0); }
expect  -5


        @a: -5
        @k[y]: 8
        @k[x]: 9
        @k[z]: 35
---
name    A4: min and max in their own sign, and not of nothing
prog    begin { $z = pid - pid; $u = pid ^ pid; @a = min($z - 3); @a = min($z + 4); @b = max($z - 3); @b = max($z - 4); @c = min(~$u); @d = max(~$u); @d = max($u); if ($z) { @none = min(1); @none2[1] = max(1); }
        	@k["a"] = max($z - 1); @k["b"] = max($z + 1); @k["c"] = max($z - 9); printf("%d %d\n", @a, @b); }
expect  -3 -3


        @a: -3
        @b: -3
        @c: 18446744073709551615
        @d: 18446744073709551615
        @k[c]: -9
        @k[a]: -1
        @k[b]: 1
---
name    A5: stats, ordered by the average
prog    begin { $z = pid - pid; @["a"] = stats($z + 1); @["a"] = stats($z - 8); @["b"] = stats($z + 5); @["c"] = stats($z - 9); @["c"] = stats($z + 9); @["c"] = stats($z + 2); print(@, 2); print(@, 1, 2); }
expect  @[c]: { .count = 3, .average = 0, .total = 2 }
        @[b]: { .count = 1, .average = 5, .total = 5 }
        @[b]: { .count = 1, .average = 2, .total = 2 }


        @[a]: { .count = 2, .average = -3, .total = -7 }
        @[c]: { .count = 3, .average = 0, .total = 2 }
        @[b]: { .count = 1, .average = 5, .total = 5 }
---
name    A5: stats is no number
sh      $SONDE -e 'begin { @ = stats(1); $x = @ + 1; }' 2>&1 | head -1; $SONDE -e 'begin { @ = stats(1); $x = (int64)@; }' 2>&1 | head -1; $SONDE -e 'begin { @[1] = stats(1); print(@[1]); }' 2>&1 | head -1
expect  <arg>:1:28: error: '@' is an aggregation (stats) that is no number for an expression
        <arg>:1:35: error: '@' is an aggregation (stats) that is no number for an expression
        <arg>:1:32: error: print() cannot print one element of a stats map
---
name    A6: hist, every number of bits, against buckets counted here
sh      for k in 0 1 2 3 4 5; do
        	seed=12345; values=""
        	for i in $(seq 1 60); do seed=$(( (seed * 1103515245 + 12345) % 2147483648 )); v=$(( seed >> (i % 28) )); [ $((i % 9)) = 0 ] && v=$((-v)); values="$values $v"; done
        	$SONDE -q -f json -e "begin { \$z = pid - pid; $(for v in $values; do printf '@ = hist($z + (%d), %d); ' "$v" $k; done) }" | grep -o '"max": [-0-9]*, "count": [1-9][0-9]*' | tr -d '",:' | sort > got
        	for v in $values; do echo "$v"; done | awk -v k=$k '
        		function top(v,  p, w) { if (v < 0) return -1; if (v < 2 * 2 ^ k) return v; p = 1; while (p * 2 <= v) p *= 2; w = p / 2 ^ k; return p + (int((v - p) / w) + 1) * w - 1 }
        		{ n[top($1)]++ } END { for (t in n) printf "max %d count %d\n", t, n[t] }' | sort > want
        	cmp got want && wc -l < got | awk '{ print ($1 > 5) ? "same" : "too few" }'
        done
expect  same
        same
        same
        same
        same
        same
---
name    A6: limits of the bits
sh      $SONDE -e 'begin { @ = hist(1, 6); }' 2>&1 | head -1; $SONDE -e 'begin { @ = hist(1, -1); }' 2>&1 | head -1; $SONDE -e 'begin { @ = hist(1, pid); }' 2>&1 | head -1; $SONDE -e 'begin { @ = hist(1, 1); @ = hist(1, 2); }' 2>&1 | head -1; $SONDE -e 'begin { @ = hist(1); $x = @; }' 2>&1 | head -1
expect  <arg>:1:21: error: hist() takes a number of bits from 0 to 5, not 6
        <arg>:1:21: error: hist() takes a number of bits from 0 to 5, not -1
        <arg>:1:21: error: hist() takes an integer literal as 'bits', not an expression
        <arg>:1:29: error: hist() of '@' has other constants here
        <arg>:1:27: error: '@' is an aggregation (hist) that is no number for an expression
---
name    A6: ordered by the number of samples, divided by print
prog    begin { @["a"] = hist(4); @["a"] = hist(5); @["a"] = hist(100); @["b"] = hist(1); @["b"] = hist(1); @["b"] = hist(1); @["b"] = hist(1); @["c"] = hist(7); print(@, 2, 2); clear(@); }
expect  @[a]:
        [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [8, 16)                0 |                                                    |
        [16, 32)               0 |                                                    |
        [32, 64)               0 |                                                    |
        [64, 128)              0 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

        @[b]:
        [1]                    2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
---
name    A7: lhist, inside and out
sh      $SONDE -q -e 'begin { $z = pid - pid; @ = lhist($z - 21, -20, 20, 10); @ = lhist($z - 20, -20, 20, 10); @ = lhist($z - 11, -20, 20, 10); @ = lhist($z + 19, -20, 20, 10); @ = lhist($z + 20, -20, 20, 10); @o = lhist(3, 0, 5, 1); @k = lhist(2048, 0, 4096, 1024); }'
expect


        @:
        (..., -20)             1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [-20, -10)             2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [-10, 0)               0 |                                                    |
        [0, 10)                0 |                                                    |
        [10, 20)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [20, ...)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

        @k:
        [2K, 3K)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

        @o:
        [3]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
---
name    A7: limits
sh      for a in '1, 5, 5, 1' '1, 0, 5, 0' '1, 0, 1001, 1' '1, 0, pid, 1'; do $SONDE -e "begin { @ = lhist($a); }" 2>&1 | head -1; done; $SONDE -q -f json -e 'begin { @ = lhist(999, 0, 1000, 1); }'
expect  <arg>:1:25: error: lhist() needs a maximum above its minimum 5, not 5
        <arg>:1:28: error: lhist() takes a step of at least 1, not 0
        <arg>:1:13: error: lhist() would need 1001 buckets, more than the 1000 it can have
        <arg>:1:25: error: lhist() takes an integer literal as 'max', not an expression
        {"type": "hist", "data": {"@": [{"min": 999, "max": 999, "count": 1}]}}
---
name    A9: pct of known writes: ranks 500, 900, 990 and 999 of 1000
needs   root
prog    tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count > 9/ { @ = pct(args.count, 50, 90, 99, 999); @by[comm] = pct(args.count); }
run     $TESTBIN/calls write 10*500 100*400 1000*90 5000*10 >/dev/null
stop    INT
expect


        @: { .count = 1000, .p50 = 10, .p90 = 101, .p99 = 1007, .p99.9 = 5000, .max = 5000 }
        @by[calls]: { .count = 1000, .p50 = 10, .p90 = 101, .p99 = 1007, .max = 5000 }
---
name    A9: pct by several threads at once loses nothing
prog    tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count > 9/ { @[comm] = pct(args.count); @u = pct(args.count, 99); }
run     $TESTBIN/calls -t 8 write 30*5000 63*5000 >/dev/null
stop    INT
expect


        @[calls]: { .count = 80000, .p50 = 30, .p90 = 63, .p99 = 63, .max = 63 }
        @u: { .count = 80000, .p99 = 63, .max = 63 }
---
name    A9: stddev of known writes, and by several threads at once
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_write /pid == cpid && args.count > 99/ { @ = stddev(args.count); @k[comm] = stddev(-args.count); }' -c "$TESTBIN/calls -t 8 write 100*2000 300*2000" | grep @
expect  @: 100
        @k[calls]: 100
---
name    A9: ordered by count and by the deviation
prog    begin { @p["a"] = pct(1, 50); @p["b"] = pct(900, 50); @p["b"] = pct(5, 50); @p["c"] = pct(7, 50); @p["a"] = pct(2, 50); @p["a"] = pct(3, 50); print(@p, 2); print(@p, 1, 2); clear(@p);
        	@s["a"] = stddev(1); @s["a"] = stddev(9); @s["b"] = stddev(70); @s["c"] = stddev(5); @s["c"] = stddev(9); print(@s, 2); print(@s, 1, 3); clear(@s); }
expect  @p[b]: { .count = 2, .p50 = 5, .max = 900 }
        @p[a]: { .count = 3, .p50 = 2, .max = 3 }
        @p[a]: { .count = 3, .p50 = 1, .max = 1 }
        @s[c]: 2
        @s[a]: 4
        @s[a]: 1
---
name    A9: JSON
args    -q -f json
prog    begin { $z = pid - pid; @p = pct($z - 5, 10, 999); @k["x"] = pct($z + 5); @s = stddev(1); }
expect  {"type": "pct", "data": {"@k": {"x": {"count": 1, "p50": 5, "p90": 5, "p99": 5, "max": 5}}}}
        {"type": "pct", "data": {"@p": {"count": 1, "p10": -5, "p99.9": -5, "max": -5}}}
        {"type": "map", "data": {"@s": 0}}
---
name    A8: by many threads at once every sample is in its interval or counted as missed
needs   root
sh      $SONDE -f json -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @ = tseries(1, 100us, 1000000, "sum"); @k[comm] = tseries(1, 1ms, 60000, "sum"); }' -c "$TESTBIN/calls -t 4 getppid 50000" > out; for m in '"@": \[' '"@k": '; do grep "$m" out | grep -o '"value":[0-9]*' | cut -d: -f2 | awk '{ n += $1 } END { print n }' > sum; missed=$(grep -o '"missed_runs": {[^}]*}' out | grep -o '[0-9]*}' | tr -d '}'); n=$(cat sum); [ $n -le 200000 ] && [ $((n + ${missed:-0})) -ge 200000 ] && echo all; done
expect  all
        all
---
name    A8: every reduction of what comes within one interval
prog    begin { $z = pid - pid; @last = tseries($z + 5, 20d, 3); @last = tseries($z - 7, 20d, 3); @avg = tseries($z + 5, 20d, 3, "avg"); @avg = tseries($z - 10, 20d, 3, "avg"); @avg = tseries($z - 3, 20d, 3, "avg");
        	@max = tseries($z - 5, 20d, 3, "max"); @max = tseries($z - 7, 20d, 3, "max"); @min = tseries($z + 5, 20d, 3, "min"); @min = tseries($z - 7, 20d, 3, "min"); @sum = tseries($z + 5, 20d, 3, "sum"); @sum = tseries($z - 7, 20d, 3, "sum"); @u = tseries(~(pid ^ pid), 20d, 1, "max"); }
args    -q -f json
expect-re ^\{"type": "tseries", "data": \{"@avg": \[\{"interval_start":"20[0-9-]* 00:00:00.000000000","value":-2\}\]\}\}$
expect-re ^\{"type": "tseries", "data": \{"@last": \[\{"interval_start":"20[0-9-]* 00:00:00.000000000","value":-7\}\]\}\}$
expect-re ^\{"type": "tseries", "data": \{"@max": \[\{"interval_start":"20[0-9-]* 00:00:00.000000000","value":-5\}\]\}\}$
expect-re ^\{"type": "tseries", "data": \{"@min": \[\{"interval_start":"20[0-9-]* 00:00:00.000000000","value":-7\}\]\}\}$
expect-re ^\{"type": "tseries", "data": \{"@sum": \[\{"interval_start":"20[0-9-]* 00:00:00.000000000","value":-2\}\]\}\}$
expect-re ^\{"type": "tseries", "data": \{"@u": \[\{"interval_start":"20[0-9-]* 00:00:00.000000000","value":"18446744073709551615"\}\]\}\}$
---
name    A8: only the latest intervals are kept, oldest first, on the grid of the wall clock
prog    interval:ms:20 { @n++; @ = tseries(@n, 10ms, 3); @all = tseries(@n, 10ms, 1000); @k["a"] = tseries(@n, 10ms, 2, "sum"); if (@n == 12) { clear(@n); exit(); } }
args    -q -f json
after   test $(grep '"@":' $OUT | grep -o '"value":[0-9]*' | wc -l) -le 3 && grep '"@":' $OUT | grep -q '"value":12}\]}}$' && test $(grep '"@all":' $OUT | grep -o '"value":[0-9]*' | wc -l) -gt 3 && grep '"@all":' $OUT | grep -o '"value":[0-9]*' | cut -d: -f2 | sort -nc && ! grep -o 'start":"[^"]*' $OUT | grep -v '[0-9][0-9]0000000$'
---
name    A8: deleted and counted like any other map
prog    begin { @k["a"] = tseries(1, 1h, 5); @k["b"] = tseries(1, 1h, 5); @k["b"] = tseries(1, 1h, 5); print(len(@k)); print(has_key(@k, "a")); print(delete(@k, "a")); print(has_key(@k, "a")); print(len(@k)); clear(@k); @s = tseries(1, 1h, 5); delete(@s); }
expect  2
        true
        true
        false
        1
---
name    A8: bad arguments
sh      for a in '1, 0, 5' '1, 5, 0' '1, 5, 1000001' '1, 5, 5, "mean"' '"x", 5, 5' '1, pid, 5' '1, 5' '1, 5, 5, 5'; do $SONDE -e "begin { @ = tseries($a); }" 2>&1 | head -1; done; $SONDE -e 'begin { @ = tseries(1, 5, 5); $x = @; }' 2>&1 | head -1; $SONDE -e 'begin { @[1] = tseries(1, 1s, 200000); }' 2>&1
        $SONDE -e 'begin { @ = tseries(1, 5, 5); @ = tseries(1, 5, 6); }' 2>&1 | head -1; $SONDE -e 'begin { @[1] = tseries(1, 5, 5); print(@[1]); }' 2>&1 | head -1
expect  <arg>:1:24: error: tseries() takes an interval in ns of at least 1, not 0
        <arg>:1:27: error: tseries() takes a number of intervals from 1 to 1000000, not 0
        <arg>:1:27: error: tseries() takes a number of intervals from 1 to 1000000, not 1000001
        <arg>:1:30: error: tseries() does not know this reduction
        <arg>:1:21: error: tseries() takes an integer as 'n', not string[2]
        <arg>:1:24: error: tseries() takes an integer literal as 'interval', not an expression
        <arg>:1:13: error: tseries() takes 3 or 4 arguments, not 2
        <arg>:1:30: error: tseries() takes a string literal as 'reduction', not a number
        <arg>:1:36: error: '@' is an aggregation (tseries) that is no number for an expression
        <arg>:1:9: error: a value of '@' needs 4800000 bytes, the kernel keeps at most 4190208 for a key
            begin { @[1] = tseries(1, 1s, 200000); }
                    ^~~~
            hint: keep fewer of them, or use a map without keys
        <arg>:1:35: error: tseries() of '@' has other constants here
        <arg>:1:40: error: print() cannot print one element of a tseries map
