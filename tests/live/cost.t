# tests/live/cost.t - what tracing costs and when it ends by itself (output.md 10.5): --duration, --max-overhead, --stats.
---
name    H7: --duration ends the run normally, after that time
sh      $SONDE -q --duration 300ms -e 'begin { @n = 1; } interval:s:1000 { @late = 1; } end { printf("%d\n", elapsed >= 300000000); }'; echo "exit $?"
expect  1


        @n: 1
        exit 0
---
name    H7: a bare number is seconds, and an end that comes before counts
sh      $SONDE -q --duration 1 -e 'interval:hz:50 { @ = count(); } end { printf("%d\n", elapsed >= 1000000000); clear(@); }'
        $SONDE -q --duration 100d -e 'interval:hz:50 { exit(7); }'; echo "exit $?"
expect  1
        exit 7
---
name    H7: the time runs from attaching on, also for a command
sh      $SONDE -q --duration 1m --child-status -c 'sh -c "exit 5"' -e 'interval:hz:1 { } end { printf("end\n"); }'; echo "exit $?"
expect  end
        exit 5
---
name    H7: times that are none
sh      for t in 0 0s 5x '' -3 1e30 300000000000d 1.5; do $SONDE --duration "$t" -e 'begin { exit(); }'; echo "exit $?"; done 2>&1
expect  sonde: error: option '--duration': '0' is no time to run for: nothing could happen in it; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '0s' is no time to run for: nothing could happen in it; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '5x' is no time to run for: number has an unknown suffix; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '' is no time to run for: it does not begin with a digit; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '-3' is no time to run for: it does not begin with a digit; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '1e30' is no time to run for: it is too long; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '300000000000d' is no time to run for: it is too long; write it as 10s, 500ms or 2m
        exit 1
        sonde: error: option '--duration': '1.5' is no time to run for: number has an unknown suffix; write it as 10s, 500ms or 2m
        exit 1
---
name    H8: tracing that takes too much ends after three seconds, normally
sh      $TESTBIN/burn 1 8000 /dev/null & $SONDE -q --max-overhead 0.000001 -e 'profile:hz:999 { @ = count(); } end { printf("end %d\n", elapsed >= 3000000000); }' 2>err; echo "exit $?"; kill $!
        sed 's/takes [0-9.e-]* %/takes N %/' err
expect-re ^end 1$
expect-re ^exit 0$
expect-re ^Stopped: tracing takes N % of the CPUs, --max-overhead allows 1e-06 %$
expect-re ^Incomplete: stopped_early 1$
---
name    H8: what stays below goes on, and --strict tells the two apart
sh      $SONDE -q --strict --max-overhead 100 --duration 200ms -e 'profile:hz:99 { @ = count(); } end { clear(@); }'; echo "exit $?"
        $SONDE -q --strict=stopped_early --max-overhead 0.000001 -e 'profile:hz:999 { @ = count(); } end { clear(@); }' 2>/dev/null; echo "exit $?"
expect  exit 0
        exit 3
---
name    H8: shares that are none
sh      for t in 0 101 -1 x 5% nan ''; do $SONDE --max-overhead "$t" -e 'begin { exit(); }' 2>&1; done; true
expect  sonde: error: option '--max-overhead': '0' is no share: per cent of all CPUs are needed, more than 0 and at most 100
        sonde: error: option '--max-overhead': '101' is no share: per cent of all CPUs are needed, more than 0 and at most 100
        sonde: error: option '--max-overhead': '-1' is no share: per cent of all CPUs are needed, more than 0 and at most 100
        sonde: error: option '--max-overhead': 'x' is no share: per cent of all CPUs are needed, more than 0 and at most 100
        sonde: error: option '--max-overhead': '5%' is no share: per cent of all CPUs are needed, more than 0 and at most 100
        sonde: error: option '--max-overhead': 'nan' is no share: per cent of all CPUs are needed, more than 0 and at most 100
        sonde: error: option '--max-overhead': '' is no share: per cent of all CPUs are needed, more than 0 and at most 100
---
name    H9: runs of each probe, also where one program serves many; entries and limits of maps
before  cat > p.bt <<'END'
        tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_enter_write, tracepoint:syscalls:sys_enter_settimeofday { @[probe] = count(); }
        tracepoint:syscalls:sys_exit_getppid { @n[tid, latency > 0] = 1; @one = 1; }
        END
sh      SONDE_MAX_MAP_KEYS=77 $SONDE -q -f json --stats --follow -c "$TESTBIN/calls -t 3 getppid 500" -o out p.bt >/dev/null
        grep stats_report out | sed -E 's/"ns": [1-9][0-9]*/"ns": N/g' | grep -oE '\{"(probe|map)[^}]*\}' | sort
expect  {"map": "@", "entries": 2, "limit": 77}
        {"map": "@n", "entries": 3, "limit": 77}
        {"probe": "tracepoint:syscalls:sys_enter_getppid", "runs": 1500, "missed": 0, "ns": N}
        {"probe": "tracepoint:syscalls:sys_enter_settimeofday", "runs": 0, "missed": 0, "ns": 0}
        {"probe": "tracepoint:syscalls:sys_enter_write", "runs": 1, "missed": 0, "ns": N}
        {"probe": "tracepoint:syscalls:sys_exit_getppid", "runs": 1500, "missed": 0, "ns": N}
---
name    H9: what is attached for latency costs the probe that asks for it
sh      $SONDE -q -f json --stats --follow -c "$TESTBIN/calls -t 3 getppid 500" -o out -e 'tracepoint:syscalls:sys_exit_getppid { @ = sum(latency > 0); }' >/dev/null
        grep stats_report out | sed -E 's/"ns": [1-9][0-9]*/"ns": N/g'
expect  {"type": "stats_report", "data": [{"probe": "tracepoint:syscalls:sys_exit_getppid", "runs": 1500, "missed": 0, "ns": N}], "maps": []}
---
name    H9: the table for people
sh      $SONDE -q --stats -c "$TESTBIN/calls getppid 5000" --follow -o /dev/null -e 'tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_enter_settimeofday /pid == cpid/ { @[comm] = count(); } end { clear(@); }' 2>&1 >/dev/null |
            sed -E 's/ +[0-9.]+(ns|us|ms|s) +[0-9]+(ns|us) +[0-9.]+%$/ TIMES/; s/ +/ /g'
expect  PROBE RUNS MISSED TOTAL AVERAGE CPU
        tracepoint:syscalls:sys_enter_getppid 5000 0 TIMES
        1 probe did not run
        map @: 0 of 4096 entries
---
name    H9: --stats changes nothing of what the program prints
sh      for s in '' --stats; do $SONDE -q $s -c "$TESTBIN/calls getppid 777" -o out -e 'tracepoint:syscalls:sys_*_getppid /pid == cpid/ { @[probe] = count(); }' >/dev/null 2>&1; grep @ out; done
expect  @[tracepoint:syscalls:sys_enter_getppid]: 777
        @[tracepoint:syscalls:sys_exit_getppid]: 777
        @[tracepoint:syscalls:sys_enter_getppid]: 777
        @[tracepoint:syscalls:sys_exit_getppid]: 777
