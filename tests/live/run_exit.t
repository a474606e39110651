# tests/live/run_exit.t - how runs end, and with which code.
name    exit() gives the exit code
sh      for n in 0 1 7 255 256 300; do $SONDE -q -e "begin { exit($n); }"; echo $?; done
expect
        0
        1
        7
        255
        0
        44
---
name    what was recorded before exit() is delivered, nothing behind it, and end probes run
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n++; printf("%d\n", @n); if (@n == 3) { exit(5); } } tracepoint:syscalls:sys_enter_getppid /comm == "calls" && @n > 3/ { printf("late\n"); } end { clear(@n); printf("the end\n"); }
run     $TESTBIN/calls getppid 100000
stop    none
exit    5
expect
        1
        2
        3
        the end
---
name    exit() in begin attaches nothing
prog    begin { printf("first\n"); exit(3); } begin { printf("never\n"); } interval:ms:1 { printf("never\n"); } end { printf("last\n"); }
exit    3
expect
        first
        last
stderr
---
name    a program of begin and end alone ends by itself
prog    begin { printf("one\n"); } end { printf("two\n"); }
expect
        one
        two
stderr  Attached 2 probes
---
name    begin runs as sonde itself
sh      $SONDE -q -e 'begin { printf("%s %d\n", comm, pid); }' >out & wait $!; [ "$(cat out)" = "sonde $!" ] && echo same
expect  same
---
name    maps are printed at exit in name order, empty ones not at all
prog    begin { @b = 1; @a[2] = 3; @c[1] = 1; @ = 9; delete(@c, 1); @d = count(); clear(@d); }
expect


        @: 9
        @a[2]: 3
        @b: 1
---
name    without maps to print there are no empty lines
sh      $SONDE -q -e 'begin { @a[1] = 1; printf("x\n"); clear(@a); }' | od -c | head -1
expect  0000000   x  \n
---
name    an empty program has nothing to attach
sh      $SONDE -e ''
exit    2
stderr-re has no probes
---
name    --dry-run attaches and runs nothing
prog    begin { printf("x\n"); } interval:ms:1 { printf("y\n"); } end { printf("z\n"); }
args    --dry-run
expect
stderr
---
name    --ready-fd gets one line when everything is attached, and is closed
sh      $SONDE -q --ready-fd 3 -e 'interval:ms:300 { exit(); }' 3>ready & while ! [ -s ready ]; do sleep 0.01; done; wc -c <ready; wait $!; wc -c <ready
expect
        1
        1
---
name    the attach line counts attach points
prog    begin { } interval:ms:1 { exit(); } tracepoint:syscalls:sys_enter_getpid, tracepoint:syscalls:sys_enter_getppid { @ = count(); clear(@); }
stderr  Attached 4 probes
---
name    -q has no attach line
prog    interval:ms:1 { exit(); }
args    -q
stderr
