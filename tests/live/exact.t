# tests/live/exact.t - N made, N counted, to the unit: a workload whose system calls are known, by every way of tracing them.
name    count by tracepoint
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }
run     $TESTBIN/calls getppid 200000
stop    INT
expect


        @: 200000
---
name    count by the exit tracepoint
prog    tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { @ = count(); @ret = stats(args.ret > 0 ? 1 : 0); }
run     $TESTBIN/calls getppid 50000
stop    INT
expect


        @: 50000
        @ret: { .count = 50000, .average = 1, .total = 50000 }
---
name    count by raw_syscalls and call number
prog    tracepoint:raw_syscalls:sys_enter /comm == "calls" && args.id == 110/ { @ = count(); @sum = sum(args.id); }
run     $TESTBIN/calls getppid 200000
stop    INT
expect


        @: 200000
        @sum: 22000000
---
name    count by rawtracepoint
needs   btf
prog    rawtracepoint:sys_enter /comm == "calls" && arg1 == 110/ { @ = count(); }
run     $TESTBIN/calls getppid 200000
stop    INT
expect


        @: 200000
---
name    four threads on two CPUs share one counter
prog    tracepoint:raw_syscalls:sys_enter /comm == "calls" && args.id == 110/ { @ = count(); @by[comm] = count(); }
run     $TESTBIN/calls -t 4 getppid 100000
stop    INT
expect


        @: 400000
        @by[calls]: 400000
---
name    eight threads, each counted by itself
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[tid] = count(); }
args    -q -f json
run     $TESTBIN/calls -t 8 getppid 20000
stop    INT
after   test "$(grep -o '": 20000' $OUT | wc -l)" = 8 && test "$(grep -o '": [0-9]' $OUT | wc -l)" = 8
---
name    four threads by rawtracepoint
needs   btf
prog    rawtracepoint:sys_enter /comm == "calls" && arg1 == 110/ { @[pid] = count(); @s = stats(arg1); }
run     $TESTBIN/calls -t 4 getppid 50000 > pid
stop    INT
expect-re ^@\[[0-9]+\]: 200000$
expect-re ^@s: \{ \.count = 200000, \.average = 110, \.total = 22000000 \}$
---
name    two processes at once, each its own number
prog    tracepoint:raw_syscalls:sys_enter /comm == "calls" && args.id == 110/ { @[pid] = count(); }
run     $TESTBIN/calls getppid 70000 & $TESTBIN/calls -t 2 getppid 15000; wait
stop    INT
expect-re ^@\[[0-9]+\]: 30000$
expect-re ^@\[[0-9]+\]: 70000$
---
name    sums and extremes of written bytes
prog    tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count != 0 && args.fd > 2/ {
            @avg = avg(args.count); @count = count(); @max = max(args.count); @min = min(args.count);
            @stats = stats(args.count); @sum = sum(args.count); }
run     $TESTBIN/calls write 1*1000 10*2000 100*3000 4096*500
stop    INT
expect


        @avg: 364
        @count: 6500
        @max: 4096
        @min: 1
        @stats: { .count = 6500, .average = 364, .total = 2369000 }
        @sum: 2369000
---
name    the same sums from four threads
prog    tracepoint:syscalls:sys_enter_write /comm == "calls" && args.fd > 2/ { @[comm] = stats(args.count); @m[comm] = max(args.count); }
run     $TESTBIN/calls -t 4 write 1*1000 10*2000 100*3000 4096*500
stop    INT
expect


        @[calls]: { .count = 26000, .average = 364, .total = 9476000 }
        @m[calls]: 4096
---
name    bytes returned by write, at the exit
prog    tracepoint:syscalls:sys_enter_write /comm == "calls"/ { @mine[tid] = args.fd > 2; }
        tracepoint:syscalls:sys_exit_write /@mine[tid]/ { @sum = sum(args.ret); @n = count(); delete(@mine, tid); }
run     $TESTBIN/calls write 7*12345
stop    INT
expect-re ^@n: 12345$
expect-re ^@sum: 86415$
---
name    histogram of sizes
prog    tracepoint:syscalls:sys_enter_write /comm == "calls" && args.fd > 2/ { @ = hist(args.count); }
run     $TESTBIN/calls -t 2 write 1*1000 10*2000 100*3000 4096*500
stop    INT
expect


        @:
        [1]                 2000 |@@@@@@@@@@@@@@@@@                                   |
        [2, 4)                 0 |                                                    |
        [4, 8)                 0 |                                                    |
        [8, 16)             4000 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                  |
        [16, 32)               0 |                                                    |
        [32, 64)               0 |                                                    |
        [64, 128)           6000 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [128, 256)             0 |                                                    |
        [256, 512)             0 |                                                    |
        [512, 1K)              0 |                                                    |
        [1K, 2K)               0 |                                                    |
        [2K, 4K)               0 |                                                    |
        [4K, 8K)            1000 |@@@@@@@@                                            |
---
name    linear histogram, keyed by process
prog    tracepoint:raw_syscalls:sys_enter /comm == "calls" && args.id == 110/ { @[comm] = lhist(args.id, 0, 200, 50); }
run     $TESTBIN/calls -t 3 getppid 11111
stop    INT
expect


        @[calls]:
        [100, 150)         33333 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
---
name    per process and per syscall, by name
prog    tracepoint:raw_syscalls:sys_enter /comm == "calls"/ { @[comm, syscall_name(args.id)] = count(); }
run     $TESTBIN/calls -t 2 getppid 30000
stop    INT
expect-re ^@\[calls, getppid\]: 60000$
---
name    all syscalls through one wildcard, by probe
prog    tracepoint:syscalls:sys_enter_* /comm == "calls"/ { @[probe] = count(); }
run     $TESTBIN/calls getppid 40000; $TESTBIN/calls -t 4 badclose 5000
stop    INT
expect-re ^@\[tracepoint:syscalls:sys_enter_getppid\]: 40000$
---
name    failing calls by process and error
prog    tracepoint:raw_syscalls:sys_exit /comm == "calls" && args.id == 3 && args.ret < 0/ { @[comm, -args.ret] = count(); }
run     $TESTBIN/calls -t 4 badclose 12500
stop    INT
expect


        @[calls, 9]: 50000
---
name    the workload as the command of -c
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }
args    -q -c "$TESTBIN/calls -t 2 getppid 25000"
expect-re ^@: 50000$
---
name    printed and lost are all that was made
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%d %d\n", pid, tid); @made = count(); }
args    -f json -B full
run     $TESTBIN/calls -t 2 getppid 400000
stop    INT
after   printed=$(grep -c '"type": "printf"' $OUT); lost=$(sed -n 's/.*"complete": .*"lost_events": \([0-9]*\), "map_full.*/\1/p' $OUT);
        test $((printed + lost)) = 800000 || { echo "$printed printed, $lost lost"; exit 1; }
---
name    a slow reader loses events, and the number is told
sh      "$SONDE" -f json -B full -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%s %d %d %d\n", probe, pid, tid, nsecs); }' \
            -c "$TESTBIN/calls -t 2 getppid 500000" | (sleep 2; cat) > all
        printed=$(grep -c '"type": "printf"' all); lost=$(sed -n 's/.*"complete": .*"lost_events": \([0-9]*\), "map_full.*/\1/p' all)
        echo "$((printed + lost))"
expect  1000000
---
name    an attach point that stands there many times, and in other words, counts an event once
before  awk 'BEGIN { for (i = 0; i < 3000; i++) print "tracepoint:syscalls:sys_enter_getppid,"; print "tracepoint:syscalls:sys_enter_getppi* /comm == \"calls\"/ { @ = count(); }" }' > many.p
script  many.p
run     $TESTBIN/calls getppid 1000
expect-re ^@: 1000$
