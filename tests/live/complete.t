# tests/live/complete.t - what a run tells of what it missed (output.md 10.1), and --strict: each counter is provoked, and has the exact number.
---
name    H1: lost_events: what was made, that of exit() too, is what was printed and what was lost
sh      SONDE_PERF_RB_PAGES=1 $SONDE -q -f json --strict=lost_events -e 'begin { $i = 0; while ($i < 200000) { printf("%d of 200000\n", $i); $i++; } exit(); }' > out; echo "exit $?"
        lost=$(sed -n 's/.*"summary".*"complete": false, "lost_events": \([0-9]*\),.*/\1/p' out); test "$lost" -gt 0 && echo "some"
        echo "$(($(grep -c '"type": "printf"' out) + lost)) $(grep -o '"lost_events", "count": [0-9]*' out | awk '{ n += $3 } END { print n }') $lost" | awk '{ print $1, $2 == $3 }'
expect  exit 3
        some
        200001 1
---
name    H1: map_full, per map
sh      SONDE_MAX_MAP_KEYS=2 $SONDE -q --no-warnings --strict=map_full -e 'begin { @a[1] = 1; @a[2] = 1; @a[3] = 1; @a[4] = 1; @b[1] = 1; @c[1] = count(); @c[2] = count(); @c[3] = count(); clear(@a); clear(@b); clear(@c); }' 2>&1; echo "exit $?"
expect  Incomplete: map_full @a 2; map_full @c 1
        exit 3
---
name    H1: missed_runs: returns from too deep
sh      $SONDE -q --strict -e "uretprobe:$TESTBIN/frames:descend { @ = sum(latency > 0); }" -c "$TESTBIN/frames recurse 20 0" 2>&1 | grep -v '^$'; $SONDE -q --strict=missed_runs -e "uretprobe:$TESTBIN/frames:descend { @ = sum(latency > 0); }" -c "$TESTBIN/frames recurse 20 0" >/dev/null 2>&1; echo "exit $?"
expect  Incomplete: missed_runs sonde 4
        @: 16
        exit 3
---
name    H1: truncated_strings: printed with the mark
sh      $SONDE -q -B none --no-warnings --strict=truncated_strings -e 'begin { let $s : string[4] = comm; let $t : string[5] = comm; printf("%s\n", $s); print($s); @[$s] = 1; print($t == comm); let $u : string[4] = "abc"; print($u); }' 2>&1; echo "exit $?"
expect  sond..
        sond..
        true
        abc


        @[sond..]: 1
        Incomplete: truncated_strings 3
        exit 3
---
name    H1: unresolved_symbols: shown as numbers
sh      $SONDE -q --strict=unresolved_symbols -e 'begin { printf("%s %s\n", ksym((uint64)4096), usym((uint64)8192)); }' 2>&1; echo "exit $?"
expect  0x1000 0x2000
        Incomplete: unresolved_symbols 2
        exit 3
---
name    H1: skipped_probes: attach points that are not there
sh      for m in warn ignore; do SONDE_MISSING_PROBES=$m $SONDE -q --no-warnings --strict=skipped_probes -f json -e 'begin { exit(); } tracepoint:nowhere:one, tracepoint:syscalls:sys_enter_nothing*, tracepoint:nowhere:two { @ = 1; }' 2>/dev/null | grep -o '"complete.*skipped_probes": [0-9]*'; done
        SONDE_MISSING_PROBES=ignore $SONDE -q --strict=skipped_probes -e 'begin { exit(); } tracepoint:nowhere:one { @ = 1; }' 2>&1; echo "exit $?"
expect  "complete": false, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 3
        "complete": false, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 3
        Incomplete: skipped_probes 1
        exit 3
---
name    H1: a complete run says so, and --strict leaves it alone
sh      $SONDE -q --strict -e 'begin { exit(); }'; echo "exit $?"; $SONDE -f json --strict -e 'begin { exit(); }' | sed 's/"duration_ns": [0-9]*/"duration_ns": N/'
expect  exit 0
        {"type": "attached_probes", "count": 1, "data": {"probes": 1}}
        {"type": "summary", "data": {"complete": true, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": N}}
---
name    H1: --strict goes by the counters that it names; exit(N) and the command's status have their ranks
sh      p='begin { let $s : string[2] = comm; print($s); exit(EXIT); }'
        $SONDE -q --strict=lost_events,map_full -e "$(echo "$p" | sed s/EXIT/0/)" >/dev/null 2>&1; echo "exit $?"
        $SONDE -q --strict=lost_events,truncated_strings -e "$(echo "$p" | sed s/EXIT/0/)" >/dev/null 2>&1; echo "exit $?"
        $SONDE -q --strict -e "$(echo "$p" | sed s/EXIT/7/)" >/dev/null 2>&1; echo "exit $?"
        $SONDE -q --strict --child-status -c 'sh -c "exit 9"' -e 'begin { let $s : string[2] = comm; print($s); } interval:hz:1 { }' >/dev/null 2>&1; echo "exit $?"
expect  exit 0
        exit 3
        exit 7
        exit 3
---
name    H1: counters that are none
sh      for l in lost x,map_full ''; do $SONDE "--strict=$l" -e 'begin { exit(); }' 2>&1; echo "exit $?"; done
expect  sonde: error: option '--strict': 'lost' is no counter: use some of lost_events, map_full, missed_runs, truncated_strings, unresolved_symbols, skipped_probes, late_labels, stopped_early
        exit 1
        sonde: error: option '--strict': 'x' is no counter: use some of lost_events, map_full, missed_runs, truncated_strings, unresolved_symbols, skipped_probes, late_labels, stopped_early
        exit 1
        sonde: error: option '--strict': no counter is named
        exit 1
