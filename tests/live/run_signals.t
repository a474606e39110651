# tests/live/run_signals.t - signals end a run cleanly: end probes run, maps are printed, the exit code is 0.
name    SIGINT ends the run
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); } end { printf("the end\n"); }
run     $TESTBIN/calls getppid 1000
stop    INT
expect
        the end


        @: 1000
---
name    SIGTERM ends the run
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); } end { printf("the end\n"); }
run     $TESTBIN/calls getppid 1000
stop    TERM
expect
        the end


        @: 1000
---
name    SIGHUP ends a run that writes to standard output
prog    interval:s:100 { @ = 1; } end { printf("the end\n"); }
run     true
stop    HUP
expect  the end
---
name    a signal inherited as ignored ends the run
sh      trap '' INT TERM; $SONDE -q --ready-fd 3 -e 'interval:s:100 { @ = 1; } end { printf("the end\n"); }' 3>ready & while ! [ -s ready ]; do sleep 0.01; done; kill -INT $!; wait $!; echo "code $?"
expect
        the end
        code 0
---
name    two signals in one moment are one request, as timeout(1) sends them
sh      $SONDE -q --ready-fd 3 -e 'interval:s:100 { @ = 1; } end { printf("the end\n"); }' 3>ready & while ! [ -s ready ]; do sleep 0.01; done; kill -STOP $!; kill -INT $!; kill -TERM $!; kill -CONT $!; wait $!; echo "code $?"
expect
        the end
        code 0
---
name    a second signal ends a run whose reader does not read
sh      mkfifo pipe; sleep 100 <pipe & reader=$!; $SONDE -q -e 'tracepoint:raw_syscalls:sys_enter { printf("%s\n", probe); }' >pipe & pid=$!; until grep -q pipe_write /proc/$pid/wchan; do sleep 0.05; done
        kill -INT $pid; until grep -q '^ShdPnd:.0*$' /proc/$pid/status; do sleep 0.01; done; until grep -q pipe_write /proc/$pid/wchan; do sleep 0.01; done; echo waits
        # what comes within a tenth of a second is the first request once more
        while kill -TERM $pid 2>/dev/null; do sleep 0.2; done; wait $pid; echo "code $?"; kill $reader
expect
        waits
        code 143
---
name    SIGUSR1 and SIGPIPE change nothing
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }
run     kill -USR1 $PID; kill -PIPE $PID; $TESTBIN/calls getppid 10
stop    INT
expect


        @: 10
---
name    SIGHUP reopens the output file
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("call\n"); }
args    -o log
run     $TESTBIN/calls getppid 2; until [ $(wc -l <log) = 2 ]; do sleep 0.01; done; mv log log.1; kill -HUP $PID; while ! [ -e log ]; do sleep 0.01; done; $TESTBIN/calls getppid 3
stop    INT
after   [ "$(grep -c call log.1)" = 2 ] && [ "$(grep -c call log)" = 3 ]
---
name    a program that feeds on sonde's own system calls can be ended
prog    tracepoint:raw_syscalls:sys_enter { @m[args.id] = 1; clear(@m); print(@m); clear(@m); }
args    -q -o /dev/null
run     sleep 0.5
stop    TERM
---
name    and ends with its command
prog    tracepoint:raw_syscalls:sys_enter { @m[args.id] = 1; clear(@m); print(@m); clear(@m); }
args    -q -o /dev/null -c /bin/true
stop    none
---
name    SIGUSR1 shows the maps where the script wants that
env     SONDE_PRINT_MAPS_ON_SIGUSR1=1
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @calls = count(); @by[comm] = count(); }
run     $TESTBIN/calls getppid 10; kill -USR1 $PID; until grep -q calls: "$OUT"; do sleep 0.01; done; cp "$OUT" shown; $TESTBIN/calls getppid 5
stop    INT
after   printf '@by[calls]: 10\n@calls: 10\n' | cmp - shown
expect  @by[calls]: 10
        @calls: 10


        @by[calls]: 15
        @calls: 15
---
name    signals while the kernel looks at a program: it is asked again, as often as they come
sh      $SONDE -q -e 'begin { $s = comm; $t = str_concat(str_concat($s, "abc"), str_concat($s, "def")); print((strstr($t, "def"), strstr($t, "abc"), strstr($t, "xyz"), strstr($t, "defg"))); }' & pid=$!
        for i in $(seq 300); do kill -STOP $pid && kill -CONT $pid; sleep 0.001; done 2>/dev/null; wait $pid; echo "code $?"
expect
        (13, 5, -1, -1)
        code 0
