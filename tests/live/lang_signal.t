# tests/live/lang_signal.t - signals that are sent, and their names.
name    signal by name ends the traced process
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { signal("SIGUSR1"); printf("sent\n"); exit(); }
args    --unsafe
run     $TESTBIN/calls getppid 1000000 >/dev/null; [ $? = 138 ]
expect  sent
---
name    signal by a number that is only known at run time
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { signal($1 + 1); exit(); }
args    --unsafe 11
run     $TESTBIN/calls getppid 1000000 >/dev/null; [ $? = 140 ]
---
name    signal by a name without SIG
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { signal("ALRM"); exit(); }
args    --unsafe
run     $TESTBIN/calls getppid 1000000 >/dev/null; [ $? = 142 ]
---
name    signal_thread
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { signal_thread("TERM"); exit(); }
args    --unsafe
run     $TESTBIN/calls getppid 1000000 >/dev/null; [ $? = 143 ]
---
name    signal_name of numbers known and not
needs   root
prog    begin { printf("%s %s %s %s %s\n", signal_name(9), signal_name(31), signal_name($1), signal_name(0), signal_name(-3)); }
args    15
expect  SIGKILL SIGSYS SIGTERM unknown signal 0 unknown signal -3
