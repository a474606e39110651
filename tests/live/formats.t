# tests/live/formats.t - the formats for other programs (output.md 10.2), read by those: sqlite3, awk, jq, promtool, a parser of OpenMetrics, flamegraph.pl.
name    H2 csv: a table of a data base, whatever the names hold
needs   root tool:sqlite3
before  cp $TESTBIN/calls 'a,"b'; cp $TESTBIN/calls "$(printf 'two\nlines')"
prog    tracepoint:syscalls:sys_enter_getppid /comm == "a,\"b" || comm == "two\nlines"/ { @calls[comm, args.__syscall_nr] = count(); }
args    -q -f csv
run     './a,"b' getppid 300; "$(printf './two\nlines')" getppid 20
after   sqlite3 :memory: ".import --csv $OUT t" "select hex(comm), value, map, count(*) from t group by comm order by comm" > rows;
        printf '612C2262|300|@calls|1\n74776F0A6C696E6573|20|@calls|1\n' | cmp - rows &&
        sqlite3 :memory: ".import --csv $OUT t" "select count(*) from pragma_table_info('t') where name in ('time', 'map', 'comm', '__syscall_nr', 'value')" | grep -x 5 &&
        sqlite3 :memory: ".import --csv $OUT t" "select abs(julianday('now') - julianday(substr(time, 1, 23))) < 0.1, time like '%Z', count(distinct time) from t" | grep -xF '1|1|1'
---
name    H2 csv: a header for each print that has another one, an empty line before it
prog    begin { @a[1] = 2; @b["x", 3] = count(); print(@a); print(@a); print(@b); print((1, "y")); clear(@a); clear(@b); exit(); }
args    -q -f csv
after   sed 's/^20[0-9-]*T[0-9:]*\.[0-9]\{9\}Z/T/' $OUT > plain
        printf 'time,map,key1,value\nT,@a,1,2\nT,@a,1,2\n\ntime,map,key1,key2,value\nT,@b,x,3,1\n\ntime,f1,f2\nT,1,y\n' | cmp - plain
expect-re ^time,map,key1,value$
---
name    H2 csv: the rows of one print have one time, those of the next a later one
prog    interval:ms:20 { @a[1] = 1; @a[2] = 2; print(@a); if (@n == 3) { clear(@a); clear(@n); exit(); } @n++; }
args    -q -f csv
after   [ $(grep -c ',@a,' $OUT) = 8 ] && [ $(grep ',@a,' $OUT | cut -d, -f1 | uniq | wc -l) = 4 ] && grep ',@a,' $OUT | cut -d, -f1 | sort -c
expect-re ^time,map,key1,value$
---
name    H2 tsv: awk adds it up
needs   root tool:awk
prog    tracepoint:syscalls:sys_exit_write /comm == "calls"/ { @written[comm, args.ret] = count(); }
args    -q -f tsv
run     $TESTBIN/calls write 100*5 200*7 1000*2
after   awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["map"] == "@written" && $at["ret"] >= 100 { n += $at["value"]; bytes += $at["ret"] * $at["value"] } END { print n, bytes }' $OUT | grep -x '14 3900'
expect-re ^time	map	comm	ret	value$
---
name    H2 tsv: histograms have a row for each bucket
prog    begin { @h[1] = hist(5); @h[1] = hist(6); @h[1] = hist(-1); exit(); }
args    -q -f tsv
after   sed 's/^20[0-9-]*T[0-9:]*\.[0-9]\{9\}Z/T/' $OUT > plain; printf 'time\tmap\tkey1\tmin\tmax\tcount\nT\t@h\t1\t\t-1\t1\nT\t@h\t1\t4\t7\t2\n' | diff - plain
expect-re @h
---
name    H2 tables are their own header and rows of raw numbers
prog    begin { @c["x"] = count(); @ns["x"] = sum(1234567); @c["y"] = count(); table(@c, @ns, (sort="key", unit=",ns")); print(@c); clear(@c); clear(@ns); exit(); }
args    -q -f tsv
after   sed 's/^20[0-9-]*T[0-9:]*\.[0-9]\{9\}Z/T/' $OUT > plain; printf 'key1\tc\tns\nx\t1\t1234567\ny\t1\t\n\ntime\tmap\tkey1\tvalue\nT\t@c\tx\t1\nT\t@c\ty\t1\n' | diff - plain
expect-re ^x	1	1234567$
---
name    H2 tables and rates are no metrics nor stacks: their maps are
prog    begin { @c["x"] = count(); table(@c); rate(@c); exit(); }
args    -q -f openmetrics
after   [ $(grep -vc incomplete $OUT) = 4 ]
expect-re ^sonde_c_total\{key1="x"\} 1$
stderr
---
name    H2 csv: a rate says that it is one
prog    begin { @c["x"] = count(); } interval:ms:10 { rate(@c); clear(@c); exit(); }
args    -q -f csv
expect-re ^time,map,key1,per_second$
expect-re ^20[0-9T:.-]*Z,@c,x,[0-9]+\.[0-9]$
---
name    H2 json: jq finds the same numbers
needs   root tool:jq
prog    tracepoint:syscalls:sys_exit_write /comm == "calls"/ { @written[args.ret] = count(); }
args    -f json
run     $TESTBIN/calls write 100*5 200*7
after   jq -r 'select(.type == "map") | .data."@written" | to_entries[] | select(.key | tonumber >= 100) | "\(.key) \(.value)"' $OUT > got; printf '200 7\n100 5\n' | sort > want; sort got | cmp - want &&
        jq -e -s '.[-1] | .type == "summary" and .data.complete' $OUT
expect-re summary
---
name    H2 folded: the lines are the stacks, the process before the kernel
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[kstack(1), comm, ustack(4)] = count(); @other = 1; }
args    -f folded
run     $TESTBIN/chain 1000
after   grep -qxE 'chain;main;one;two;three;[^;+]+_\[k\] 1000' $OUT && [ $(wc -l < $OUT) = 1 ]
expect-re ^chain;main;one;two;three;
stderr-re ^Attached 1 probe$
stderr-re ^map '@other': left out of this format: it has no stack in its key$
---
name    H2 folded: flamegraph.pl draws the graph of it
needs   root tool:/usr/share/perl5/Devel/NYTProf/flamegraph.pl
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[comm, ustack(4)] = count(); }
args    -q -f folded
run     $TESTBIN/chain 1000
after   perl /usr/share/perl5/Devel/NYTProf/flamegraph.pl $OUT > graph.svg && for f in chain main one two three; do grep -qF "<title>$f (1,000 samples, 100.00%)</title>" graph.svg || exit 1; done
expect-re ^chain;main;one;two;three 1000$
---
name    H2 openmetrics: a strict parser reads each kind of metric
needs   root python-module:prometheus_client
before  cp $TESTBIN/calls 'a,"b\'
prog    tracepoint:syscalls:sys_enter_getppid /comm == "a,\"b\\"/ { @calls[comm] = count(); @bytes = sum((uint64)10); @diff = sum((int64)-1); @last = 7; @size = hist(5);
        @line = lhist(15, 0, 20, 10); @stat[comm] = stats(3); @part = pct(6, 50, 99); @word[1] = "text"; }
args    -f openmetrics
run     './a,"b\' getppid 100
after   /usr/bin/python3 $TESTDATA/openmetrics.py $OUT > got; diff $TESTDATA/openmetrics.expect got
expect-re ^# EOF$
stderr-re ^map '@word': left out of this format: its values are no metric$
---
name    H2 openmetrics: the labels of a sample are distinct, whatever the parts of the key are called
needs   tool:promtool python-module:prometheus_client
prog    begin { $le = 1; $Le = 2; $le_2 = 3; $quantile = 4; $quantile_ = 5; @size[$le, $Le, $le_2] = hist(5); @part[$quantile, $quantile_] = pct(6, 50); exit(); }
args    -q -f openmetrics
after   promtool check metrics < $OUT > said 2>&1; cat said; [ ! -s said ] && /usr/bin/python3 $TESTDATA/openmetrics.py $OUT > got; diff - got <<'END'
        summary sonde_part [('quantile', '0.5'), ('quantile_', '5'), ('quantile_2', '4')] 6
        summary sonde_part [('quantile', '1.0'), ('quantile_', '5'), ('quantile_2', '4')] 6
        summary sonde_part_count [('quantile_', '5'), ('quantile_2', '4')] 1
        histogram sonde_size_bucket [('Le_4', '2'), ('le', '7.0'), ('le_2', '3'), ('le_3', '1')] 1
        histogram sonde_size_bucket [('Le_4', '2'), ('le', '+Inf'), ('le_2', '3'), ('le_3', '1')] 1
        END
expect-re ^# EOF$
---
name    H2 openmetrics: promtool finds nothing to complain about
needs   root tool:promtool
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @calls[comm] = count(); @last = 7; @size = hist(5); @stat[comm] = stats(3); @part = pct(6, 50, 99); }
args    -f openmetrics
run     $TESTBIN/calls getppid 100
# its older form of the format has the suffix of counters in their names
after   awk '/^# TYPE .* counter$/ { counter[$3] = 1 } /^# (TYPE|HELP) / && counter[$3] { $3 = $3 "_total" } { print }' $OUT | promtool check metrics 2>&1 > said; cat said; [ ! -s said ]
expect-re ^sonde_calls_total\{comm="calls"\} 100$
expect-re ^# EOF$
---
name    H2 openmetrics: one exposition, of the maps as they were printed last
prog    interval:ms:10 { @a[1] = @n; print(@a); clear(@a); printf("text\n"); if (@n == 3) { clear(@n); exit(); } @n++; }
args    -q -f openmetrics
after   [ $(grep -c '^sonde_a{key1="1"} 3$' $OUT) = 1 ] && [ $(grep -c EOF $OUT) = 1 ] && [ "$(tail -n 1 $OUT)" = '# EOF' ] && [ $(grep -cx text $ERR) = 4 ]
expect-re ^# TYPE sonde_a gauge$
---
name    K21 the prefix of metrics
prog    config = { metrics_prefix = "edge_1"; } begin { @x = 5; exit(); }
args    -q -f openmetrics
expect-re ^# TYPE edge_1_x gauge$
expect-re ^edge_1_x 5$
expect-re ^sonde_incomplete\{reason="lost_events"\} 0$
---
name    K21 the prefix of metrics from the environment
env     SONDE_METRICS_PREFIX=mine
prog    begin { @x = 5; exit(); }
args    -q -f openmetrics
expect-re ^mine_x 5$
---
name    H2 free text goes to standard error, in the order of the events
prog    begin { printf("one "); print(2); time("three\n"); print((4, 5)); print("six"); errorf("seven"); exit(); }
args    -q -f tsv
stderr  one 2
        three
        six
        stdin:1:81-96: ERROR: seven
after   tail -n 1 $OUT | grep -qE '	4	5$'
---
name    H2 free text is no data of the other formats either
sh      for f in csv folded openmetrics; do $SONDE -q -f $f -e 'begin { printf("said\n"); print(kstack); exit(); }' > out 2> err; grep -x said err && ! grep said out || exit 1; done
expect
        said
        said
        said
---
name    U5 the command of -c keeps standard output in text alone
sh      for f in text json csv tsv folded openmetrics; do printf '%s ' $f; $SONDE -q -f $f -c 'echo from-the-command' -e 'interval:s:100 { @ = 1; }' 2> err | grep -cx from-the-command; done; cat err
expect
        text 1
        json 0
        csv 0
        tsv 0
        folded 0
        openmetrics 0
        from-the-command
---
name    U5 with -o the command keeps it in every format
sh      for f in text json csv tsv folded openmetrics; do printf '%s ' $f; $SONDE -q -f $f -o out -c 'echo from-the-command' -e 'interval:s:100 { @ = 1; }' 2> /dev/null | grep -cx from-the-command || true; done
expect
        text 1
        json 1
        csv 1
        tsv 1
        folded 1
        openmetrics 1
---
name    10.1 what was lost is told in every format
sh      for f in text csv tsv folded; do SONDE_MAX_MAP_KEYS=2 $SONDE -q -f $f -e 'begin { for ($i : 0..5) { @m[$i] = 1; } exit(); }' 2>&1 >/dev/null | grep ^Incomplete; done
        SONDE_MAX_MAP_KEYS=2 $SONDE -q -f openmetrics -e 'begin { for ($i : 0..5) { @m[$i] = 1; } exit(); }' 2>err | grep '^sonde_incomplete.* [^0]'; grep -c Incomplete err || true
expect
        Incomplete: map_full @m 3
        Incomplete: map_full @m 3
        Incomplete: map_full @m 3
        Incomplete: map_full @m 3
        sonde_incomplete{reason="map_full"} 3
        0
---
name    results of tests are for people in the formats of data
prog    test:good { return 0; }
args    -f csv --test
expect
stderr-re PASSED
---
name    Z6 a format that is not there
sh      $SONDE -f xml -e 'begin { }'; echo $?
expect  1
stderr  sonde: error: option '-f': format 'xml' is not there: use one of text, json, csv, tsv, folded, openmetrics
