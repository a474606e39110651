# tests/live/spec_17_new.t - language.md chapter 17, row by row: what this language adds.  Rows that are not there yet have a case that shows how they are refused.
name    N10: a variable of the thread goes from probe to probe, each thread has its own
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { self.n++; self.name = comm; } tracepoint:syscalls:sys_exit_getppid /self.name == "calls"/ { self->sum += self.n; @n[tid] = max(self.n); @sum[tid] = max(self.sum); }
args    -q -f json
run     $TESTBIN/calls -t 4 getppid 1000
stop    INT
after   test $(grep -o '": 1000[,}]' $OUT | wc -l) = 4 && test $(grep -o '": 500500[,}]' $OUT | wc -l) = 4 && test $(grep -c . $OUT) = 2
---
name    N10: in kprobes, timers and walks
needs   kprobe
prog    kprobe:__x64_sys_getppid /comm == "calls"/ { self.a += 1; } kretprobe:__x64_sys_getppid /self.a == 500/ { @ = self.a; exit(); } profile:hz:97 { self.b++; } interval:ms:10 { self.c = 1; }
run     $TESTBIN/calls getppid 600
stop    none
expect


        @: 500
---
name    N10: in fentry and fexit
needs   fentry
prog    fentry:__x64_sys_getppid /comm == "calls"/ { self.a += 1; } fexit:__x64_sys_getppid /self.a == 500/ { @ = self.a; exit(); }
run     $TESTBIN/calls getppid 600
stop    none
expect


        @: 500
---
name    N10: in user probes
needs   root
sh      $SONDE -q -e "uprobe:$TESTBIN/words:take_words { self.n++; } uretprobe:$TESTBIN/words:take_words { @ = max(self.n); @c = count(); }" -c "$TESTBIN/words 50" | grep @
expect  @: 50
        @c: 50
---
name    N10: values of every kind, zero until assigned, delete says whether it was set
prog    begin { self.x = 5; self->s = "abc"; print(self.x + 1); print(self.s); print(delete(self.x)); print(delete(self.x)); print(self.x); self.n++; self.n += 5; print(self.n); $a = self.n++; print(($a, self.n)); self.t = (1, ("two", true)); print(self.t.1.0); self.big = 5000000000; self.neg = -3; printf("%d %d\n", self.big, self.neg); @c = count(); self.c = @c; print(self.c); clear(@c); }
        begin { print(self.s); @k[self.n] = 1; delete(self.s); } end { print(self.s == ""); self.never++; }
expect  6
        abc
        true
        false
        0
        6
        (6, 7)
        two
        5000000000 -3
        1
        abc
        true


        @k[7]: 1
---
name    N10: what it cannot do
sh      for p in 'print(self.x);' 'self.xy = 1; print(self.xz);' 'self.y = count();' 'self.z = 1; $p = &self.z;' 'self.z = 1; clear(self.z);' 'self.z = 1; for ($k : self.z) { }' 'self.z = 1; print(self.z, 3);' 'self.z = 1; has_key(self.z, 1);' 'self.q = 1; self.q = "a";' 'print(self);'; do $SONDE -e "begin { $p }" 2>&1 | head -1; done
expect  <arg>:1:15: error: 'self.x' is never assigned
        <arg>:1:28: error: 'self.xz' is never assigned
        <arg>:1:18: error: count() only stands alone on the right side of an assignment to a map
        <arg>:1:26: error: a variable of the thread has no address
        <arg>:1:27: error: clear() takes a whole map as 'm', not a variable of the thread
        <arg>:1:37: error: expected '..' and the end of the range, found ')'
        <arg>:1:35: error: print() takes a number of entries for a whole map only
        <arg>:1:29: error: has_key() takes a whole map as 'm', not a variable of the thread
        <arg>:1:30: error: 'self.q' is int64, not string[2]
        <arg>:1:15: error: 'self' is not defined
---
name    N10: at most 16 KiB a thread
sh      p() { printf 'begin { '; for i in $(seq $1); do printf 'self.s%d = str_concat(comm, comm); ' $i; done; echo '}'; }; p 15 > fits.bt; p 16 > large.bt; $SONDE -q --dry-run fits.bt && $SONDE -q large.bt 2>&1 | grep -o 'the variables.*'
expect  the variables of a thread take more than 16384 bytes with 'self.s16', which is the limit
---
name    N11: the time that a system call took, of each thread
needs   root
prog    tracepoint:syscalls:sys_exit_clock_nanosleep, tracepoint:syscalls:sys_exit_nanosleep /comm == "calls"/ { @ = count(); @low[latency < 20000000] = count(); } tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { @n = count(); @zero[latency == 0] = count(); }
run     $TESTBIN/calls nanosleep 20 && $TESTBIN/calls nanosleep 20 && $TESTBIN/calls -t 4 getppid 10000
stop    INT
expect


        @: 2
        @low[false]: 2
        @n: 40000
        @zero[false]: 40000
---
name    N11: all system calls at once
needs   root
prog    tracepoint:raw_syscalls:sys_exit /comm == "calls" && (args.id == 35 || args.id == 230)/ { @[latency >= 30000000] = count(); } tracepoint:syscalls:sys_exit_* /comm == "calls" && args.__syscall_nr == 110/ { @all[probe] = count(); @sum = sum(latency > 0); }
run     $TESTBIN/calls nanosleep 30 && $TESTBIN/calls getppid 500
stop    INT
expect


        @[true]: 1
        @all[tracepoint:syscalls:sys_exit_getppid]: 500
        @sum: 500
---
name    N11: what was under way when tracing began does not run the body
sh      sleep 1000 & p=$!; until grep -q nanosleep /proc/$p/wchan; do sleep 0.01; done
        $SONDE -q -p $p --ready-fd 3 -e 'tracepoint:syscalls:sys_exit_clock_nanosleep { @with[latency] = count(); } tracepoint:syscalls:sys_exit_clock_nanosleep { @without = count(); }' 3>ready & sonde=$!
        until [ -s ready ]; do sleep 0.01; done; kill $p; wait $sonde
expect


        @without: 1
---
name    N11: recursion is paired last in, first out
needs   root
sh      $SONDE -q -f json -e "uretprobe:$TESTBIN/frames:descend { @[retval] = min(latency); @n = count(); }" -c "$TESTBIN/frames recurse 9 10" > out; grep -o '"@n": .*' out; grep '"@":' out | grep -o '"[0-9]*": [0-9]*' | tr -d '":' | awk '{ if ($2 < $1 * 10000000 || $2 <= last) bad = 1; last = $2; n++ } END { print n, bad + 0 }'
expect  "@n": 9}}
        9 0
---
name    N11: recursion deeper than 16 is missed runs, and the rest right
sh      $SONDE -q -e "uretprobe:$TESTBIN/frames:descend { @[retval] = count(); if (latency < retval * 2000000) { @short = count(); } }" -c "$TESTBIN/frames recurse 20 2" 2>err | grep @; cat err
expect  @[5]: 1
        @[6]: 1
        @[7]: 1
        @[8]: 1
        @[9]: 1
        @[10]: 1
        @[11]: 1
        @[12]: 1
        @[13]: 1
        @[14]: 1
        @[15]: 1
        @[16]: 1
        @[17]: 1
        @[18]: 1
        @[19]: 1
        @[20]: 1
        Incomplete: missed_runs sonde 4
---
name    N11: functions are told apart though other probes have the names of their entries or returns
sh      p=$TESTBIN/frames; $SONDE -q -e "uprobe:$p:inner { @in = count(); } uretprobe:$p:inner { @out = count(); } uretprobe:$p:outer, uretprobe:$p:inner { @[probe] = sum(latency > 0); }" -c "$p pair 20 1" | grep @ | sed 's/uretprobe.*:\([a-z]*\]\)/\1/'
expect  @[inner]: 20
        @[outer]: 20
        @in: 20
        @out: 20
---
name    N11: entries that a jump left are dropped
needs   root
sh      $SONDE -q -e "uretprobe:$TESTBIN/frames:leap { @ = count(); @r[retval] = count(); @long[latency >= 20000000] = count(); }" -c "$TESTBIN/frames jump 40 20"
expect


        @: 1
        @long[true]: 1
        @r[7]: 1
---
name    N11: latency beside the name of the probe, in a probe on one function
needs   root
sh      $SONDE -q -e "uretprobe:$TESTBIN/frames:inner { @[probe] = count(); @long = sum(latency > 0); }" -c "$TESTBIN/frames pair 20 3" | grep @ | sed 's/\[.*\]/[inner]/'
expect
        @[inner]: 20
        @long: 20
---
name    N11: functions that call each other, in one probe
needs   root
sh      $SONDE -q -e "uretprobe:$TESTBIN/frames:outer, uretprobe:$TESTBIN/frames:inner { @[probe] = count(); @short[latency < 3000000] = count(); }" -c "$TESTBIN/frames pair 20 3" | grep @ | sed 's/\[uretprobe:.*:\(outer\|inner\)\]/[\1]/' | sort
expect  @[inner]: 20
        @[outer]: 20
        @short[false]: 40
---
name    N11: functions of the kernel, also those that call themselves
needs   kprobe
sh      $SONDE -q -e 'kprobe:ep_poll_callback /pid == cpid/ { @in = count(); } kretprobe:ep_poll_callback /pid == cpid/ { @out = count(); @zero[latency == 0] = count(); } kretprobe:vfs_write, kretprobe:ksys_write /pid == cpid/ { @w[func] = count(); @positive = sum(latency > 0); } fexit:vfs_write /pid == cpid/ { @f = count(); @fpositive = sum(latency > 0); }' -c "$TESTBIN/calls nest 300" > out; awk '/^@/ { v[$1] = $2 } END { w = v["@w[vfs_write]:"]; print (v["@in:"] >= 600 && v["@in:"] == v["@out:"] && v["@zero[false]:"] == v["@in:"]), (w >= 300 && v["@w[ksys_write]:"] == w && v["@positive:"] == 2 * w && v["@f:"] == w && v["@fpositive:"] == w) }' out
expect  1 1
---
name    N11: where there is no such time
sh      for p in 'begin' 'interval:s:1' 'tracepoint:syscalls:sys_enter_getppid' 'tracepoint:sched:sched_switch' 'rawtracepoint:sys_exit'; do $SONDE -e "$p { print(latency); }" 2>&1 | head -1 | sed 's/^[^ ]* //'; done; $SONDE -e 'fn f() : uint64 { return latency; } begin { print(f()); }' 2>&1 | head -1 | sed 's/^[^ ]* //'; $SONDE -q -e '#define latency 5
        begin { print(latency); }'
expect  error: 'latency' is not available in 'begin': it is not the end of anything
        error: 'latency' is not available in 'interval:s:1': it is not the end of anything
        error: 'latency' is not available in 'tracepoint:syscalls:sys_enter_getppid': it is not the end of anything
        error: 'latency' is not available in 'tracepoint:sched:sched_switch': it is not the end of anything
        error: 'latency' is not available in 'rawtracepoint:sys_exit': it is not the end of anything
        error: 'latency' belongs to the probe: a function has none
        5
---
name    N11: the hidden probes are not counted, nor listed
sh      $SONDE -e "uretprobe:$TESTBIN/frames:descend { @ = max(latency); } tracepoint:syscalls:sys_exit_getppid /pid == 0/ { @ = max(latency); }" -c true 2>&1; $SONDE -l -e 'tracepoint:syscalls:sys_exit_getppid { @ = max(latency); }'
expect  Attached 2 probes
        tracepoint:syscalls:sys_exit_getppid
---
name    N1: not there yet
sh      $SONDE -e 'begin { print(container); }' 2>&1; echo $?
expect  <arg>:1:15: error: 'container' is not there yet
            begin { print(container); }
                          ^~~~~~~~~
        1
---
name    N2: not there yet
sh      $SONDE -e 'begin { @[container_id] = count(); }' 2>&1; echo $?
expect  <arg>:1:11: error: 'container_id' is not there yet
            begin { @[container_id] = count(); }
                      ^~~~~~~~~~~~
        1
---
name    N3: not there yet
sh      $SONDE -e 'begin { print(pod); print(pod(cgroup)); }' 2>&1; echo $?
expect  <arg>:1:15: error: 'pod' is not there yet
            begin { print(pod); print(pod(cgroup)); }
                          ^~~
        <arg>:1:27: error: 'pod' is not there yet
            begin { print(pod); print(pod(cgroup)); }
                                      ^~~
        1
---
name    N4: not there yet
sh      $SONDE -e 'begin { if (namespace == "shop") { } }' 2>&1; echo $?
expect  <arg>:1:13: error: 'namespace' is not there yet
            begin { if (namespace == "shop") { } }
                        ^~~~~~~~~
        1
---
name    N5: not there yet
sh      $SONDE -e 'begin { print(image); }' 2>&1; echo $?
expect  <arg>:1:15: error: 'image' is not there yet
            begin { print(image); }
                          ^~~~~
        1
---
name    N6: not there yet
sh      $SONDE -e 'begin { print(service); }' 2>&1; echo $?
expect  <arg>:1:15: error: 'service' is not there yet
            begin { print(service); }
                          ^~~~~~~
        1
---
name    N12: pct: a record of count, percentiles and the largest; 999 is 99.9 per cent
prog    begin { $z = pid - pid; for ($i : 1..1001) { @ns["k"] = pct($z + $i, 50, 99, 999); } @d = pct($z + 7); @neg = pct($z - 1000, 1, 99); @neg = pct($z - 5, 1, 99); @neg = pct($z + 40, 1, 99); print(@ns, 1, 10); }
expect  @ns[k]: { .count = 1000, .p50 = 50, .p99 = 99, .p99.9 = 100, .max = 100 }


        @d: { .count = 1, .p50 = 7, .p90 = 7, .p99 = 7, .max = 7 }
        @neg: { .count = 3, .p1 = -992, .p99 = 40, .max = 40 }
        @ns[k]: { .count = 1000, .p50 = 503, .p99 = 991, .p99.9 = 1000, .max = 1000 }
---
name    N12: other percentiles
sh      for a in '1, 0' '1, 100' '1, 800' '1, 100000' '1, 50, 50' '1, pid' '"x"' '1, 1, 2, 3, 4, 5, 6, 7, 8, 9'; do $SONDE -e "begin { @ = pct($a); }" 2>&1 | head -1; done; $SONDE -q -e '#define pct 3
        begin { print(pct); }'
expect  <arg>:1:20: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
        <arg>:1:20: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
        <arg>:1:20: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
        <arg>:1:20: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
        <arg>:1:24: error: pct() is given the percentile 50 twice
        <arg>:1:20: error: pct() takes an integer literal, not an expression
        <arg>:1:17: error: pct() takes an integer as 'n', not string[2]
        <arg>:1:44: error: pct() takes up to 8 percentiles, not 9
        3
---
name    N13: stddev of a population, truncated, its squares in 128 bits
prog    begin { $z = pid - pid; for ($i : 0..1000) { @ = stddev($z + $i); } @k["a"] = stddev($z + 2); @k["a"] = stddev($z + 4); @k["b"] = stddev($z - 5); @k["c"] = stddev($z + 9000000000000000000); @k["c"] = stddev($z - 9000000000000000000); @far = stddev($z + 1700000000000000000); @far = stddev($z + 1700000000000000020); }
expect


        @: 288
        @far: 10
        @k[b]: 0
        @k[a]: 1
        @k[c]: 9000000000000000000
---
name    N13: stddev of what is no integer
sh      $SONDE -e 'begin { @ = stddev("x"); }' 2>&1 | head -1; $SONDE -e 'begin { @ = stddev(1); $x = @; }' 2>&1 | head -1
expect  <arg>:1:20: error: stddev() takes an integer as 'n', not string[2]
        <arg>:1:29: error: '@' is an aggregation (stddev) that is no number for an expression
---
name    N14: table: maps with the same keys side by side
prog    begin {
                $pod = "web-0"; @calls[$pod] = 3612; @ns[$pod] = pct(1209); $pod = "api-1"; @calls[$pod] = 266; @ns[$pod] = pct(310000); $pod = "db-2"; @calls[$pod] = 1; $pod = "none"; @ns[$pod] = pct(7);
                table(@calls, @ns, (sort="-@calls", top=3, unit=",ns"));
                table(@calls, @ns);
                clear(@calls); clear(@ns); table(@calls, @ns); print("empty");
        }
args    -q
expect  POD    CALLS  NS.count  NS.p50  NS.p90  NS.p99  NS.max
        web-0   3612         1  1.20us  1.20us  1.20us  1.20us
        api-1    266         1   310us   310us   310us   310us
        db-2       1         -       -       -       -       -
        POD    CALLS  NS.count  NS.p50  NS.p90  NS.p99  NS.max
        web-0   3612         1    1209    1209    1209    1209
        api-1    266         1  310000  310000  310000  310000
        db-2       1         -       -       -       -       -
        none       -         1       7       7       7       7
        empty
---
name    N14: in JSON with raw numbers, in csv and tsv with a header of its own
sh      p='begin { $k = "a"; @calls[$k, 1] = 1204; @ns[$k, 1] = pct(3); $k = "b\tc,"; @calls[$k, 1] = 7; @calls[$k, 2] = 8; table(@calls, @ns, (unit="us,ns", rate="@calls", cols="N", keys=",B", sort="key")); table(@calls, (header=false)); clear(@ns); }'; for f in json csv tsv; do $SONDE -q -f $f -e "$p" | head -9 | grep -v '"map"\|,map\|^[0-9]*-.*Z\|summary' | sed '/time/,$d'; done
expect  {"type": "table", "data": [{"k": "a", "key2": 1, "@calls": 1204, "@ns": {"count": 1, "p50": 3, "p90": 3, "p99": 3, "max": 3}},{"k": "b\tc,", "key2": 1, "@calls": 7, "@ns": null},{"k": "b\tc,", "key2": 2, "@calls": 8, "@ns": null}]}
        {"type": "table", "data": [{"k": "a", "key2": 1, "@calls": 1204},{"k": "b\tc,", "key2": 2, "@calls": 8},{"k": "b\tc,", "key2": 1, "@calls": 7}]}
        k,B,N,ns.count,ns.p50,ns.p90,ns.p99,ns.max
        a,1,1204,1,3,3,3,3
        "b	c,",1,7,,,,,
        "b	c,",2,8,,,,,
        a,1,1204
        "b	c,",2,8
        "b	c,",1,7

        k	B	N	ns.count	ns.p50	ns.p90	ns.p99	ns.max
        a	1	1204	1	3	3	3	3
        b\tc,	1	7					
        b\tc,	2	8					
        a	1	1204
        b\tc,	2	8
        b\tc,	1	7
---
name    N14: of real calls, counted
needs   root
prog    tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_enter_getuid /comm == "calls"/ { @calls[probe] = count(); @first[probe] = min(elapsed > 0); } tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ppid[probe] = count(); } end { table(@calls, @first, @ppid, (keys="PROBE OF", cols="N")); clear(@calls); clear(@first); clear(@ppid); }
run     $TESTBIN/calls getppid 500 && $TESTBIN/calls getuid 300
stop    INT
expect  PROBE OF                                 N  FIRST  PPID
        tracepoint:syscalls:sys_enter_getppid  500      1   500
        tracepoint:syscalls:sys_enter_getuid   300      1     -
---
name    N15: rate: what is shown is the map divided by the seconds since it was emptied, or since the start
needs   tool:python3
sh      start=$(date +%s%N); $SONDE -q -f json -e 'begin { @started = sum(100000000); } interval:s:1 { @n++; if (@n == 2) { clear(@cleared); zero(@zeroed); } if (@n == 3) { @cleared = 100000000; @zeroed["a"] = 100000000; rate(@cleared); rate(@zeroed); rate(@started); exit(); } } begin { @zeroed["b"] = 5; }' | grep '"rate"' > out; end=$(date +%s%N); python3 -c '
        import json, sys
        wall = (int(sys.argv[2]) - int(sys.argv[1])) / 1e9
        cleared, zeroed, started = [next(iter(json.loads(line)["data"].values())) for line in open("out")]
        print(zeroed["b"])
        cleared, zeroed, started = [1e8 / rate for rate in (cleared, zeroed["a"], started)]
        print(0 < cleared < started - 1.9, 0 < zeroed < started - 1.9, 2.9 < started < wall)' $start $end
expect  0.0
        True True True
---
name    N15: text, order, the last entries alone, signs, units, an empty map; with clear() behind it in one step
sh      $SONDE -q -e 'begin { @c["a"] = count(); @c["b"] = count(); @c["b"] = count(); @neg["x"] = -1000000000000; @b = sum(bytes(1000000000000)); @none["x"] = count(); clear(@none); rate(@c); rate(@c, 1); rate(@neg); rate(@b); rate(@none); rate(@b); clear(@b); clear(@c); clear(@neg); @one = 1; clear(@one); rate(@one); clear(@one); }' | sed 's/[0-9][0-9.]*\/s/N\/s/; s/[0-9.]*[KMGTPE]\/s/NU\/s/'
expect  @c[a]: N/s
        @c[b]: N/s
        @c[b]: N/s
        @neg[x]: -N/s
        @b: NU/s
        @b: NU/s
        @one: N/s
---
name    N15: what has no rate
sh      for a in '@p[1] = pct(1); rate(@p)' '@p[1] = "x"; rate(@p)' '@p[1] = avg(1); rate(@p)' '@p[1] = max(1); rate(@p)' '@p[1] = hist(1); rate(@p)' '@p[1] = 1; rate(@p[1])' 'rate(5)'; do $SONDE -e "begin { $a; }" 2>&1 | head -1; done
expect  <arg>:1:30: error: rate() takes a map of counts, sums or integers: the values of '@p' are pct
        <arg>:1:27: error: rate() takes a map of counts, sums or integers: the values of '@p' are string[2]
        <arg>:1:30: error: rate() takes a map of counts, sums or integers: the values of '@p' are avg_t
        <arg>:1:30: error: rate() takes a map of counts, sums or integers: the values of '@p' are max_t
        <arg>:1:31: error: rate() takes a map of counts, sums or integers: the values of '@p' are hist
        <arg>:1:25: error: rate() takes a whole map as 'm', not a map element
        <arg>:1:14: error: rate() takes a whole map as 'm', not a number
---
name    N16: errno_name: as Python has them, 0, negative ones, numbers without a name, those of the kernel alone
needs   tool:python3
sh      $TESTDATA/names.py errno; $SONDE -q -e 'begin { print(errno_name(0)); print(errno_name(-4000)); print(errno_name(99999)); print(errno_name((uint32)4294967294)); print(errno_name((uint64)-13)); print(errno_name(-512)); print(errno_name((int64)1 << 40)); print(errno_name(true)); }'; $SONDE -q -f json -e 'begin { print(errno_name(2)); @[errno_name(-13)] = 1; }' | head -2
expect  260
        0
        -4000
        99999
        ENOENT
        EACCES
        ERESTARTSYS
        1099511627776
        EPERM
        {"type": "value", "data": "ENOENT"}
        {"type": "map", "data": {"@": {"EACCES": 1}}}
---
name    N16: of failed system calls, as keys and in comparisons
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_exit_openat /pid == cpid && args.ret < 0/ { @[errno_name(args.ret)] = count(); if (errno_name(args.ret) == errno_name(-20)) { @n = count(); } }' -c "sh -c 'for i in 1 2 3; do true </nonexistent/x; true </dev/null/x; done 2>/dev/null'" | grep -v '^$'
expect  @[ENOENT]: 3
        @[ENOTDIR]: 3
        @n: 3
---
name    N16 to N22: all of them: bad input, and weak names
sh      for a in 'errno_name("x")' 'errno_name()' 'dev_name("x")' 'if_name("x")' 'flag_names("x", "open")' 'flag_names(1)' 'flag_names(1, "opne")' 'flag_names(1, comm)' 'duration("x")' 'bytes((1, 2))' 'sockaddr("x")' 'sockaddr(1, "x")' 'errno_name(1) + 1'; do $SONDE -e "begin { print($a); }" 2>&1 | head -1; done; $SONDE -q -e '#define bytes 3
        #define rate 4
        fn duration($x: int64) : int64 { return $x * 2; }
        macro table(x) { x + 1 }
        begin { print(bytes); print(duration(21)); print(table(1)); print(rate); print((sockaddr=1, table=2)); }'
expect  <arg>:1:26: error: errno_name() takes an integer as 'n', not string[2]
        <arg>:1:15: error: errno_name() takes 1 argument, not 0
        <arg>:1:24: error: dev_name() takes an integer as 'device', not string[2]
        <arg>:1:23: error: if_name() takes an integer as 'index', not string[2]
        <arg>:1:26: error: flag_names() takes an integer as 'n', not string[2]
        <arg>:1:15: error: flag_names() takes 2 arguments, not 1
        <arg>:1:29: error: flag_names() has no set 'opne'
        <arg>:1:29: error: flag_names() takes a string literal as 'set', not an expression
        <arg>:1:24: error: duration() takes an integer as 'ns', not string[2]
        <arg>:1:21: error: bytes() takes an integer as 'n', not (int64,int64)
        <arg>:1:24: error: sockaddr() takes a pointer as 'address', not string[2]
        <arg>:1:27: error: sockaddr() takes an integer as 'len', not string[2]
        <arg>:1:15: error: '+' needs integers, not errno_name
        3
        42
        2
        4
        { .sockaddr = 1, .table = 2 }
---
name    N17: dev_name: what the kernel lists, by its own numbers; unknown: they are split
needs   tool:python3
sh      test $($TESTDATA/names.py devices) = $(($(tail -n +3 /proc/partitions | wc -l) + 2)) && echo same; $SONDE -q -e 'begin { print(dev_name(271581184)); print(dev_name(4190109701)); print(dev_name(0x100000000000)); @[dev_name(271581185)] = 1; }'
expect  same
        259:0
        3996:5
        16777216:0


        @[259:1]: 1
---
name    N18: if_name: as Python has them; unknown: the number
needs   tool:python3
sh      test $($TESTDATA/names.py interfaces) = $(ls -d /sys/class/net/*/ifindex | wc -l) && echo same; $SONDE -q -e 'begin { print(if_name(1)); print(if_name(0)); print(if_name(-1)); print(if_name(123456)); print(if_name((int64)1 << 40)); @[if_name(1)] = 1; }'
expect  same
        lo
        0
        -1
        123456
        1099511627776


        @[lo]: 1
---
name    N18: packets of the loopback interface
needs   root
sh      $SONDE -q -e 'tracepoint:net:netif_receive_skb /comm == "netcli"/ { @[str(args.name)] = count(); }  tracepoint:net:net_dev_queue /comm == "netcli"/ { @q[((struct sk_buff *)args.skbaddr)->skb_iif == 0, if_name(((struct sk_buff *)args.skbaddr)->dev->ifindex)] = count(); }' -c "$TESTBIN/sockets udp 50 100" | grep -v '^$'
expect-re ^@q\[true, lo\]: 50$
---
name    N19: sockaddr: every kind of address, with its length and without
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_connect /pid == cpid/ { printf("%s\n", sockaddr(args.uservaddr, args.addrlen)); @[sockaddr(args.uservaddr, args.addrlen)] = count(); @bare[sockaddr(args.uservaddr)] = count(); }' -c "$TESTBIN/addresses 3" >all 2>err; head -18 all; grep '^@\[' all; grep -v '@@\|AAA\|BBB' all | grep '^@bare'; cat err
expect  10.0.0.1:443
        ?
        [::1]:80
        [2001:db8::7]:80
        ?
        unix:/run/x.sock
        unix:/run/x.sock
        unix:/run/x.sock
        unix:pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp
        unix:@name@x
        unix:
        af:0
        af:16
        ?
        ?
        ?
        10.0.0.1:443
        ?
        @[10.0.0.1:443]: 3
        @[[2001:db8::7]:80]: 3
        @[[::1]:80]: 3
        @[af:0]: 3
        @[af:16]: 3
        @[unix:]: 3
        @[unix:@name@x]: 3
        @[unix:pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp]: 3
        @[unix:/run/x.sock]: 9
        @[?]: 15
        @bare[[::1]:80]: 3
        @bare[af:0]: 3
        @bare[unix:@name]: 3
        @bare[unix:pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp]: 3
        @bare[10.0.0.1:443]: 6
        @bare[?]: 6
        @bare[[2001:db8::7]:80]: 6
        @bare[af:16]: 6
        @bare[unix:/run/x.sock]: 6
---
name    N19: in JSON, in comparisons, in variables and of memory of the kernel
needs   root
sh      $SONDE -q -f json -e 'tracepoint:syscalls:sys_enter_connect /pid == cpid/ { $a = sockaddr(args.uservaddr, args.addrlen); if ($a == @last) { @same = count(); } @last = $a; print($a); } begin { print(sockaddr(curtask, 0)); print(sockaddr(0)); }' -c "$TESTBIN/addresses" | grep -v '"?"\|ppp\|summary'
expect  {"type": "value", "data": "10.0.0.1:443"}
        {"type": "value", "data": "[::1]:80"}
        {"type": "value", "data": "[2001:db8::7]:80"}
        {"type": "value", "data": "unix:/run/x.sock"}
        {"type": "value", "data": "unix:/run/x.sock"}
        {"type": "value", "data": "unix:/run/x.sock"}
        {"type": "value", "data": "unix:@name@x"}
        {"type": "value", "data": "unix:"}
        {"type": "value", "data": "af:0"}
        {"type": "value", "data": "af:16"}
        {"type": "map", "data": {"@same": 4}}
---
name    N20: flag_names: constants of Python, alone
needs   tool:python3
sh      $TESTDATA/names.py flags
expect-re ^1[0-9][0-9]$
---
name    N20: several names, fields of several bits, names for 0, unknown bits, numbers that were extended by their sign
prog    begin {
                print(flag_names(0x80241, "open")); print(flag_names(0, "open")); print(flag_names(0x80000, "open")); print(flag_names(3, "open")); print(flag_names(0x410002, "open")); print(flag_names(0x101000, "open")); print(flag_names(0x40000000, "open"));
                print(flag_names(0, "access")); print(flag_names(5, "access")); print(flag_names(0x1100, "at")); print(flag_names(0, "at")); print(flag_names(0x81a4, "mode")); print(flag_names(0x45ff, "mode"));
                print(flag_names(0, "prot")); print(flag_names(5, "prot")); print(flag_names(0x22, "mmap")); print(flag_names(0x4003, "mmap")); print(flag_names(0x40022 | 21 << 26, "mmap"));
                print(flag_names(0x3d0f00, "clone")); print(flag_names(0x01200011, "clone")); print(flag_names(0x200000000 | 0x4111, "clone")); print(flag_names(0x4040, "msg")); print(flag_names(0, "msg"));
                print(flag_names(0x80801, "socktype")); print(flag_names(99, "af")); print(flag_names(0, "af")); print(flag_names(0, "ipproto")); print(flag_names(262, "ipproto"));
                print(flag_names((int32)0x80000001, "epoll")); print(flag_names((int64)-2147483647, "epoll")); print(flag_names(0x19, "poll")); print(flag_names(0x1001, "mount")); print(flag_names(0x44000, "mount"));
        }
expect  O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC
        O_RDONLY
        O_RDONLY|O_CLOEXEC
        0x3
        O_RDWR|O_TMPFILE
        O_RDONLY|O_SYNC
        O_RDONLY|0x40000000
        F_OK
        R_OK|X_OK
        AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH
        0
        S_IFREG|S_IRUSR|S_IWUSR|S_IRGRP|S_IROTH
        S_IFDIR|S_ISGID|S_IRWXU|S_IRWXG|S_IRWXO
        PROT_NONE
        PROT_READ|PROT_EXEC
        MAP_PRIVATE|MAP_ANONYMOUS
        MAP_SHARED_VALIDATE|MAP_NORESERVE
        MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB|MAP_HUGE_2MB
        CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID
        CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD
        CLONE_VM|CLONE_VFORK|CLONE_INTO_CGROUP|SIGCHLD
        MSG_DONTWAIT|MSG_NOSIGNAL
        0
        SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC
        0x63
        AF_UNSPEC
        IPPROTO_IP
        IPPROTO_MPTCP
        EPOLLIN|EPOLLET
        EPOLLIN|EPOLLET
        POLLIN|POLLERR|POLLHUP
        MS_RDONLY|MS_BIND
        MS_REC|MS_PRIVATE
---
name    N20: flags of the kernel's memory are those of %gr; flags as keys and in JSON
prog    begin { printf("%d\n", 1); printf("%s %gr\n", flag_names(0xcc0, "gfp"), 0xcc0); printf("%s %gr\n", flag_names(0, "gfp"), 0); @[flag_names(0x41, "open")] = count(); @same = flag_names(1, "open") == flag_names(1, "open"); }
expect  1
        GFP_KERNEL GFP_KERNEL
        0 0


        @[O_WRONLY|O_CREAT]: 1
        @same: true
---
name    N20: of real calls
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_openat /pid == cpid && str(args.filename) == "flags.out"/ { @[flag_names(args.flags, "open"), flag_names(args.mode, "mode")] = count(); } tracepoint:syscalls:sys_enter_socket /pid == cpid/ { @s[flag_names(args.family, "af"), flag_names(args.type, "socktype"), flag_names(args.protocol, "ipproto")] = count(); }' -c "/usr/bin/python3 -c 'import os, socket; os.open(\"flags.out\", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640); socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, 17)'" | grep -v '^$'
expect  @[O_RDWR|O_CREAT|O_APPEND|O_CLOEXEC, S_IRUSR|S_IWUSR|S_IRGRP]: 1
        @s[AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_UDP]: 1
---
name    N21: duration: text with three digits, numbers in JSON and for %d, and what becomes of the tag
prog    begin {
                print(duration(512)); print(duration(1239)); print(duration(45678901)); print(duration(7890000000)); print(duration(125000000000)); print(duration(11040s)); print(duration(26h)); print(duration(-1500)); print(duration(0));
                $d = duration(5000); printf("%d %s %u\n", $d, $d, $d); print($d + 1); print($d - $d); print(-$d); print((int32)$d); print(($d, 7));
        }
        begin { $t = duration(pid - pid + 1500); @k[$t, 5] = count(); @v = $t; @max = max($t); @min = min($t); @avg = avg($t); @sum["a"] = sum($t); @stats = stats($t); @pct = pct($t); @dev = stddev($t); @h = hist(duration(1500)); @mixed = $t; @mixed = pid - pid + 5; print(@k[$t, 5]); }
expect  512ns
        1.23us
        45.6ms
        7.89s
        2m05s
        3h04m
        1d02h
        -1.50us
        0ns
        5000 5.00us 5000
        5001
        0
        -5000
        5000
        (5.00us, 7)
        1


        @avg: 1.50us
        @dev: 0ns
        @h:
        [1K, 2K)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

        @k[1.50us, 5]: 1
        @max: 1.50us
        @min: 1.50us
        @mixed: 5
        @pct: { .count = 1, .p50 = 1.50us, .p90 = 1.50us, .p99 = 1.50us, .max = 1.50us }
        @stats: { .count = 1, .average = 1.50us, .total = 1.50us }
        @sum[a]: 1.50us
        @v: 1.50us
---
name    N21 N22: numbers and keys of structured formats are plain ones
prog    begin { print(duration(1500)); @[duration(1500), bytes(4096)] = bytes(2048); @t = (duration(1500), 1); @max = max(duration(1500)); @[duration(1501), bytes(4096)] = bytes(1); }
args    -q -f json
expect  {"type": "value", "data": 1500}
        {"type": "map", "data": {"@": {"1501,4096": 1, "1500,4096": 2048}}}
        {"type": "map", "data": {"@max": 1500}}
        {"type": "map", "data": {"@t": [1500,1]}}
---
name    N22: bytes
prog    begin { print(bytes(0)); print(bytes(1023)); print(bytes(4096)); print(bytes(12897485)); print(bytes(1181116007)); print(bytes(-2048)); print(bytes((uint64)-1)); print(bytes(true)); $b = bytes(3000); printf("%d %s|%8s|\n", $b, $b, $b); print($b * 2); @[bytes(5000)] = sum(bytes(1048576)); }
expect  0
        1023
        4.00K
        12.3M
        1.10G
        -2.00K
        15.9E
        1
        3000 2.92K|   2.92K|
        6000


        @[4.88K]: 1.00M
---
name    N24: binary literals, typedef, patterns in attach points, any expression as condition or bound
prog    typedef unsigned int number;
        struct pair { number a, b; };
        begin { print(0b101 + 0b1_0); print(sizeof(struct pair)); if pid > 0 && 1 + 1 == 2 { print("yes"); } $n = 2; for ($i : $n - 1..$n * 2) { print($i); } }
        tracepoint:syscalls:sys_e[nx]*_getpp?d /pid == cpid && comm == "calls"/ { @[probe] = count(); }
args    -c "sh -c 'exec $TESTBIN/calls getppid 50 >/dev/null'"
expect  7
        8
        yes
        1
        2
        3


        @[tracepoint:syscalls:sys_enter_getppid]: 50
        @[tracepoint:syscalls:sys_exit_getppid]: 50
---
name    N24: print of a record, as text and as an event
sh      p='begin { $n = 2; print((x=1, y="a", z=(p=$n, q=true))); }'; $SONDE -q -e "$p"; $SONDE -q -f json -e "$p" | head -1
expect  { .x = 1, .y = a, .z = { .p = 2, .q = true } }
        {"type": "value", "data": {"x": 1, "y": "a", "z": {"p": 2, "q": true}}}
---
name    N24: bad input
sh      for p in 'begin { print(0b12); }' 'begin { print(0b); }' 'tracepoint:syscalls:sys_[ { }' 'begin { if { } }'; do $SONDE -q -e "$p" 2>&1 | grep -c error:; done
expect  1
        1
        1
        1
---
name    N23: what getopt declares is the script's interface: values in every form, --help, mistakes
sh      printf '%s\n' '// slowreads - reads slower than a threshold' 'tracepoint:syscalls:sys_exit_read /args.ret > getopt("slow", 10ms, "threshold")/ { @ = count(); }' 'begin { printf("%d %s %d\n", getopt("slow", 10ms, "threshold"), getopt("name", "all", "whose"), getopt("quick")); exit(); }' >slowreads.probe; $SONDE -q slowreads.probe --slow=5ms; $SONDE -q run ./slowreads.probe --slow 0x10 --name sh --quick; $SONDE -q slowreads.probe -- --quick=TRUE --no-quick --slow=2e3; $SONDE run ./slowreads.probe --help; $SONDE run ./slowreads.probe --slow=5min; echo $?
expect  5000000 all 0
        16 sh 1
        2000 all 0
        slowreads - reads slower than a threshold

          --slow   uint64  10ms   threshold
          --name   string  "all"  whose
          --quick  bool    false
        1
stderr  sonde: error: parameter '--slow' (uint64): '5min' is not an integer (as in 42, -7, 0x1f, 5ms); the script takes --slow=uint64, --name=string, --[no-]quick
