# tests/live/run_output.t - where data goes: files, closed pipes, full disks, lost events.
name    -o takes the data, and nothing else
prog    begin { printf("data\n"); @ = 1; }
args    -o file
expect
after   printf 'data\n\n\n@: 1\n' | cmp - file
---
name    -o truncates
before  echo old old old old >file
prog    begin { printf("new\n"); }
args    -o file
after   [ "$(cat file)" = new ]
---
name    -o to a directory that does not exist
prog    begin { printf("data\n"); }
args    -o nowhere/file
exit    2
stderr-re output file 'nowhere/file': cannot be opened: No such file or directory
---
name    a full disk
prog    interval:ms:1 { printf("data\n"); }
args    -q -o /dev/full
exit    2
stop    none
stderr  sonde: error: output file '/dev/full': cannot be written: No space left on device
---
name    a full disk that shows at the end
prog    begin { @ = 1; }
args    -q -o /dev/full
exit    2
stderr  sonde: error: output file '/dev/full': cannot be written: No space left on device
---
name    a closed pipe ends the run quietly
sh      { $SONDE -q -e 'interval:ms:1 { printf("line\n"); } end { printf("end\n"); }'; echo "code $?" >&2; } | head -n 2
expect
        line
        line
stderr  code 0
---
name    a pipe closed before there is data ends the run too
sh      { $SONDE -q -e 'interval:s:100 { printf("line\n"); }'; echo "code $?" >&2; } | true
stderr  code 0
---
name    data is not held back while events are rare
prog    interval:ms:20 { printf("tick\n"); }
run     while ! grep -q tick "$OUT"; do sleep 0.01; done
stop    INT
expect-re ^tick$
---
name    -B full holds data back until the end
prog    interval:ms:20 { printf("tick\n"); errorf("ticked"); }
args    -B full
run     until grep -q ticked "$ERR"; do sleep 0.01; done; ! grep -q tick "$OUT"
stop    INT
expect-re ^tick$
---
name    a flood: every event is printed or reported lost
sh      SONDE_PERF_RB_PAGES=1 $SONDE --ready-fd 3 -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%s %d %s\n", comm, 1, comm); printf("second\n"); @ = count(); }' 3>ready >out 2>err & while ! [ -s ready ]; do sleep 0.01; done; $TESTBIN/calls getppid 200000 >/dev/null; kill -INT $!; wait $!; printed=$(grep -c '^calls 1 calls$\|^second$' out); made=$(sed -n 's/@: //p' out); lost=$(awk '/^Lost / { n += $2 } END { print n + 0 }' err); summary=$(sed -n 's/^Incomplete: lost_events //p' err); [ $((printed + lost)) = $((2 * made)) ] && [ "$lost" = "${summary:-0}" ] && echo "$made made"
expect-re ^200000 made$
---
name    two thousand records in order
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n++; printf("%d\n", @n); } end { clear(@n); }
run     $TESTBIN/calls getppid 2000
stop    INT
after   seq 2000 | cmp - "$OUT"
---
name    print and clear in one step lose nothing
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); } interval:ms:5 { print(@); clear(@); }
run     $TESTBIN/calls -t 2 getppid 200000
stop    INT
after   [ "$(awk '/^@: / { n += $2 } END { print n }' "$OUT")" = 400000 ]
---
name    print and clear of a keyed map
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[comm] = count(); } interval:ms:5 { print(@); clear(@); }
run     $TESTBIN/calls -t 2 getppid 200000
stop    INT
after   [ "$(awk '/^@\[calls\]: / { n += $2 } END { print n }' "$OUT")" = 400000 ]
---
name    a map that is full is reported
sh      SONDE_MAX_MAP_KEYS=10 $SONDE -q -e 'begin { @a[1] = 1; } tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n++; @a[@n] = 1; if (@n == 100) { exit(); } } end { clear(@a); clear(@n); }' --ready-fd 3 3>ready & while ! [ -s ready ]; do sleep 0.01; done; $TESTBIN/calls getppid 100 >/dev/null; wait $!
expect
stderr-re ^<arg>:1:9: warning: map '@a': 90 updates were refused
stderr-re ^Incomplete: map_full @a 90$
---
name    --no-warnings leaves the completeness line alone
before  printf 'begin { @a[1] = 1; @a[2] = 1; @a[3] = 1; clear(@a); }' >full.bt
sh      SONDE_MAX_MAP_KEYS=2 $SONDE -q --no-warnings full.bt
expect
stderr  Incomplete: map_full @a 1
---
name    errorf and warnf: the script's own messages, with their place, on stderr
needs   root
prog    begin {
        	errorf("bad %d %s", 5, comm); warnf("100%%");
        	printf("out\n");
        }
        end { errorf("bye"); exit(); }
        interval:ms:1 { exit(); }
expect  out
stderr-re :2:2-30: ERROR: bad 5 sonde$
stderr-re :2:32-46: WARNING: 100%$
stderr-re :5:7-20: ERROR: bye$
---
name    errorf stays with -q, warnf goes with --no-warnings; a script that is no file
needs   root
prog    begin { errorf("a"); warnf("b"); exit(); }
args    -q --no-warnings
stderr  stdin:1:9-20: ERROR: a
---
name    errorf and warnf as records
needs   root
prog    begin { errorf("a \"%s\"", comm); warnf("b"); exit(); }
args    -q -f json
expect-re ^\{"type": "errorf", "msg": "a \\"sonde\\"", "filename": "stdin", "line": 1, "col": 9\}$
expect-re ^\{"type": "warnf", "msg": "b", "filename": "stdin", "line": 1, "col": 35\}$
