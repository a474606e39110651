# tests/live/alike.t - probes that say the same share a function: each still runs for its own event, in its place, under its name.
name    alike bodies on several system calls and twice on one
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[probe] = count(); }
        tracepoint:syscalls:sys_enter_getuid /comm == "calls"/ { @[probe] = count(); }
        tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { @[probe] = count(); }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[probe] = count(); }
        tracepoint:syscalls:sys_exit_getuid /comm == "calls"/ { @[probe] = count(); }
run     $TESTBIN/calls getppid 700; $TESTBIN/calls getuid 300
expect


        @[tracepoint:syscalls:sys_enter_getuid]: 300
        @[tracepoint:syscalls:sys_exit_getuid]: 300
        @[tracepoint:syscalls:sys_exit_getppid]: 700
        @[tracepoint:syscalls:sys_enter_getppid]: 1400
---
name    bodies of one event run in written order, also those that are like an earlier one's
prog    tracepoint:syscalls:sys_enter_getuid /comm == "calls"/ { @x = @x * 10 + 1; }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @x = @x * 10 + 2; }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @x = @x * 10 + 1; }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @x = @x * 10 + 3; }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @x = @x * 10 + 2; }
run     $TESTBIN/calls getppid 1
expect


        @x: 2132
---
name    a body that names its place is no other probe's
sh      printf '%s\n' 'tracepoint:syscalls:sys_enter_getuid /comm == "calls"/ { @ = sum(1 / (pid - pid)); }' 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = sum(1 / (pid - pid)); }' 'tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { errorf("no"); }' 'tracepoint:syscalls:sys_exit_getuid /comm == "calls"/ { errorf("no"); }' >x.bt; $SONDE -q x.bt -c "$TESTBIN/calls getppid 1" 2>&1 | grep '^x.bt'; $SONDE -q x.bt -c "$TESTBIN/calls getuid 1" 2>&1 | grep '^x.bt'
expect
        x.bt:2:67: warning: division by zero: the result is taken as 1
        x.bt:3:58-70: ERROR: no
        x.bt:1:66: warning: division by zero: the result is taken as 1
        x.bt:4:57-69: ERROR: no
---
name    more bodies on one hook than a program can hold
sh      { for i in $(seq 300); do echo "tracepoint:syscalls:sys_enter_getppid /comm == \"calls\"/ { @[$i] = count(); @last = $i; }"; done; } >many.bt; $SONDE -q many.bt -c "$TESTBIN/calls getppid 50" >out; grep -c '^@\[[0-9]*\]: 50$' out; grep last out
expect
        300
        @last: 300
