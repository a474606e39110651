# tests/live/lang_agg.t - aggregations, with results worked out by hand.
name    count, sum, avg, min, max, stats of given numbers
needs   root
prog    begin { $z = pid - pid; @c = count(); @c = count(); @s = sum($z + 5); @s = sum($z - 12); @a = avg($z + 7); @a = avg($z + 8); @a = avg($z - 30); @mi = min($z + 3); @mi = min($z - 4); @mi = min($z + 9); @ma = max($z + 3); @ma = max($z - 4); @ma = max($z + 9); @st = stats($z + 1); @st = stats($z + 2); @st = stats($z + 4); }
expect


        @a: -5
        @c: 2
        @ma: 9
        @mi: -4
        @s: -7
        @st: { .count = 3, .average = 2, .total = 7 }
---
name    the sign is that of the samples
needs   root
prog    begin { $u = pid ^ pid; @mi = min($u + 18446744073709551615); @ma = max(~$u); @ma = max($u + 1); @s = sum(~$u); $s = pid - pid; @smi = min(-5); @sma = max($s - 5); @sma = max($s - 1); @small = min($s + 1); }
expect


        @ma: 18446744073709551615
        @mi: 18446744073709551615
        @s: 18446744073709551615
        @sma: -1
        @small: 1
        @smi: -5
---
name    keyed, printed in the order of their values
needs   root
prog    begin { @c["b"] = count(); @c["a"] = count(); @c["a"] = count(); @s["x"] = sum(-5); @s["y"] = sum(3); @m["p"] = max(-1); @m["q"] = max(-7); @st["l"] = stats(10); @st["k"] = stats(2); @st["k"] = stats(4); }
expect


        @c[b]: 1
        @c[a]: 2
        @m[q]: -7
        @m[p]: -1
        @s[x]: -5
        @s[y]: 3
        @st[k]: { .count = 2, .average = 3, .total = 6 }
        @st[l]: { .count = 1, .average = 10, .total = 10 }
---
name    aggregations read as integers
needs   root
prog    begin { @c = count(); @c = count(); @s = sum(7); @a = avg(4); @a = avg(9); @mi = min(-3); @ma = max(12); @k["x"] = count();
        	printf("%d %d %d %d %d %d %d\n", @c, @s, @a, @mi, @ma, @k["x"], @k["none"]); printf("%d\n", @c + @s * 2); if (@c > 1) { printf("more\n"); }
        	clear(@c); clear(@s); clear(@a); clear(@mi); clear(@ma); clear(@k); }
expect  2 7 6 -3 12 1 0
        16
        more
---
name    histogram by powers of two
needs   root
prog    begin { $z = pid - pid; @ = hist($z - 1); @ = hist($z); @ = hist($z + 1); @ = hist($z + 2); @ = hist($z + 3); @ = hist($z + 4); @ = hist($z + 1024); @ = hist($z + 1023); }
expect


        @:
        (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [0]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [8, 16)                0 |                                                    |
        [16, 32)               0 |                                                    |
        [32, 64)               0 |                                                    |
        [64, 128)              0 |                                                    |
        [128, 256)             0 |                                                    |
        [256, 512)             0 |                                                    |
        [512, 1K)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [1K, 2K)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
---
name    histogram with four parts to a power of two
needs   root
prog    begin { @ = hist(9, 2); @ = hist(10, 2); @ = hist(11, 2); @ = hist(8, 2); @ = hist(11, 2); }
expect


        @:
        [8, 10)                2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                  |
        [10, 12)               3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
---
name    the largest and the smallest numbers have buckets
needs   root
args    -q -f json
prog    begin { $z = pid - pid; @ = hist($z + 9223372036854775807); @ = hist(0 - 9223372036854775807 + $z); }
expect-re ^\{"type": "hist", "data": \{"@": \[\{"max": -1, "count": 1\}.*\{"min": ("4611686018427387904"|4611686018427387904), "max": "9223372036854775807", "count": 1\}\]\}\}$
---
name    linear histogram, below, above and at the edges
needs   root
prog    begin { $z = pid - pid; @ = lhist($z - 1, 0, 30, 10); @ = lhist($z, 0, 30, 10); @ = lhist($z + 9, 0, 30, 10); @ = lhist($z + 10, 0, 30, 10); @ = lhist($z + 29, 0, 30, 10); @ = lhist($z + 30, 0, 30, 10); @ = lhist($z + 1000, 0, 30, 10); }
expect


        @:
        (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [0, 10)                2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [10, 20)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [20, 30)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
        [30, ...)              2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
---
name    keyed histograms and print with div
needs   root
prog    begin { @["a"] = hist(4); @["a"] = hist(5); @["b"] = hist(4); @["b"] = hist(4); @["b"] = hist(4); @["b"] = hist(4); print(@, 1, 2); clear(@); }
expect  @[b]:
        [4, 8)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
---
name    min and max of nothing do not print
needs   root
prog    begin { if (pid == 0) { @m = min(1); @k["a"] = max(2); @c = count(); } printf("end\n"); }
expect  end
---
name    an aggregation starts anew after clear
needs   root
prog    begin { @["a"] = count(); @["a"] = count(); @m = max(9); print(@); clear(@); print(@m); clear(@m); }
        self:signal:SIGUSR1 { @["a"] = count(); @m = max(2); printf("anew\n"); }
run     until grep -q '^@m: 9' $OUT; do sleep 0.01; done; kill -USR1 $PID; until grep -q anew $OUT; do sleep 0.01; done
expect  @[a]: 2
        @m: 9
        anew


        @[a]: 1
        @m: 2
