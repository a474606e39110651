# tests/live/run_command.t - -c and -p: when the run begins and ends, and what the child sees.
name    the command starts after attaching, and the run ends with it
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }
args    -c "$TESTBIN/calls getppid 5000"
expect-re ^@: 5000$
---
name    what begin probes print stands before what the command does, however early that is
sh      for i in 1 2 3 4 5; do $SONDE -q -e 'begin { printf("first\n"); } begin { print((2, "second")); } end { printf("last\n"); }' -c 'echo command' | paste -sd ' '; done
expect  first (2, second) command last
        first (2, second) command last
        first (2, second) command last
        first (2, second) command last
        first (2, second) command last
---
name    but nothing of that waits for another program, for which the command may be what it waits for
sh      $SONDE -q --unsafe -e 'begin { printf("one\n"); system("until [ -e done ]; do sleep 0.01; done; echo three"); printf("four\n"); }' -c "sh -c 'echo two; touch done'" | cat
expect  one
        two
        three
        four
---
name    quotes reach the command, without a shell
prog    interval:s:100 { @ = 1; }
args    -c "printf '%s|' 'a b' c\\ d '\$HOME'"
expect  a b|c d|$HOME|
---
name    a command that does not exist
prog    interval:s:100 { @ = 1; }
args    -c /nowhere/command
exit    2
expect
stderr-re /nowhere/command
---
name    a command that cannot be executed
before  printf 'not a program' >file; chmod +x file
prog    interval:s:100 { @ = 1; }
args    -c ./file
exit    2
expect
stderr-re command './file': cannot be started
---
name    the command's output stays out of structured data
prog    interval:s:100 { @ = 1; }
args    -f json -q -c 'echo to the terminal'
reject-re terminal
stderr-re ^to the terminal$
---
name    the command is ended with the run
sh      $SONDE -q -c 'sleep 77.31' -e 'interval:ms:50 { exit(); }'; while pgrep -f '^sleep 77.31$' >/dev/null; do sleep 0.01; done; echo gone
expect  gone
---
name    the command has the signals that sonde was started with
sh      grep SigIgn /proc/self/status >want; $SONDE -q -c "grep SigIgn /proc/self/status" -e 'interval:s:100 { @ = 1; }' | cmp - want && echo same
expect  same
---
name    -p counts one process and ends with it
sh      $TESTBIN/calls getppid 10000 >/dev/null & (until [ -p go ]; do sleep 0.01; done; read go <go; exec $TESTBIN/calls getppid 3000 >/dev/null) & pid=$!; mkfifo go; $SONDE -q -p $pid --ready-fd 3 -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); }' 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done; echo >go; wait $sonde; echo "code $?"; cat out
expect
        code 0


        @: 3000
---
name    -p of a process that does not exist
prog    interval:s:100 { @ = 1; }
args    -p 4194300
exit    2
expect
stderr-re 4194300
---
name    several -p: the run ends when the last of them has ended
sh      sleep 1000 & a=$!; mkfifo go; sh -c "exec 3<>go; read line <&3; exec $TESTBIN/calls getppid 20" >/dev/null & b=$!
        $SONDE -q -p $a -p $b --ready-fd 3 -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); }' 3>ready & sonde=$!; until [ -s ready ]; do sleep 0.01; done
        kill $a; wait $a; echo >go; wait $b; wait $sonde; echo "code $?"
expect


        @: 20
        code 0
