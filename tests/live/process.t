name    Z28 H6 --follow: all that a command starts is traced, each once, whether its parent waits for it or not
needs   iter
sh      for how in 'fork 300' 'together 300' 'line 100' 'vfork 50' 'thread 30' 'exec 30'; do $SONDE -q -c "$TESTBIN/family $how" --follow -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); } tracepoint:sched:sched_process_exit /pid == tid/ { @ended = count(); } tracepoint:sched:sched_process_fork /args.child_comm != "sonde"/ { @started = count(); }' | tr '\n' ' ' | sed 's/^ *//'; echo $how; done & $TESTBIN/family fork 500; wait
expect  @: 301 @ended: 301 @started: 300 fork 300
        @: 301 @ended: 301 @started: 300 together 300
        @: 101 @ended: 101 @started: 100 line 100
        @: 51 @ended: 51 @started: 50 vfork 50
        @: 31 @ended: 31 @started: 60 thread 30
        @: 31 @ended: 1 exec 30
---
name    Z28 H6 --follow: a thousand short processes, while as many others run that are not theirs
sh      $TESTBIN/family together 1000 & $SONDE -q -c "$TESTBIN/family together 1000" --follow -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); } end { printf("%d\n", (int64)@); }' & $TESTBIN/family fork 1000; wait
expect-re ^1001$
---
name    Z28 H6 --follow: the command is seen from the call that starts it, and nothing of ours before that
sh      $SONDE -q -c "$TESTBIN/family fork 0" --follow -e 'tracepoint:raw_syscalls:sys_exit, tracepoint:raw_syscalls:sys_enter { if (@first == 0) { @first = 1; printf("%s %d\n", probe, args.id); } } tracepoint:syscalls:sys_enter_execve { @calls = count(); } end { clear(@first); }'
expect  tracepoint:raw_syscalls:sys_enter 59


        @calls: 1
---
name    Z28 H6 --follow with -p: the process, what it has started before, and what they start; not what others start
needs   iter
sh      mkfifo go ready; $TESTBIN/family go 40 >go & p=$!; read line <go; $SONDE -q -p $p --follow --ready-fd 9 -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); } interval:ms:10 { @ticks = count(); } begin { @began = 1; } end { if (@ticks > 0) { @ticked = 1; } clear(@ticks); }' 9>ready & read line <ready; $TESTBIN/family fork 40; sleep 0.1; kill -USR1 $p; wait
expect


        @: 82
        @began: 1
        @ticked: 1
---
name    Z28 H6 --follow: the run goes on until the last of them has ended
sh      $SONDE -q -c "sh -c '(sleep 0.3; $TESTBIN/calls getppid 5 >/dev/null) & true'" --follow -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }'
expect


        @: 5
---
name    Z28 H6 --follow: functions of programs and perf events, in all of them and in no other process
sh      cp $TESTBIN/family mine; $SONDE -q -c './mine vfork 40' --follow -e 'uprobe:./mine:call { @call = count(); } uretprobe:./mine:call { @back = count(); } uprobe:./mine:main { @main = count(); } software:page-faults:1 /comm != "mine" && comm != "exe" && comm != "sonde"/ { @others = count(); }' & ./mine fork 200; wait
expect


        @back: 41
        @call: 41
        @main: 41
---
name    Z28 H6 --follow: -p of a process that has ended by then, and of several that end one after the other
sh      $SONDE -q -p 4194303 --follow -e 'interval:s:1 { }' 2>&1; echo $?; mkfifo a b; $TESTBIN/family go 1 >a & a=$!; read line <a; $TESTBIN/family go 2 >b & b=$!; read line <b; mkfifo ready; $SONDE -q -p $a -p $b --follow --ready-fd 9 -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); }' 9>ready & read line <ready; kill -USR1 $a; wait $a; kill -USR1 $b; wait
expect  sonde: error: option '-p': no process 4194303
        2


        @: 10
---
name    Z28 H6 --follow needs somebody to follow
sh      $SONDE --follow -e 'begin { }' 2>&1; echo $?; $SONDE --child-status -e 'begin { }' 2>&1; echo $?
expect  sonde: error: option '--follow' needs -c or -p: whom it is to follow
        1
        sonde: error: option '--child-status' needs -c: the command whose status it is
        1
---
name    Z28 --child-status: the command's own, a signal's, none of one that still runs; exit(N) goes before
sh      for c in true 'sh -c "exit 7"' 'sh -c "kill -KILL $$"' 'sh -c "kill $$"'; do $SONDE -q --child-status -c "$c" -e 'interval:s:1 { }'; echo $?; done; $SONDE -q --child-status -c 'sleep 60' -e 'interval:ms:10 { exit(); }'; echo $?; $SONDE -q --child-status -c 'sh -c "exit 7"' -e 'end { exit(3); }'; echo $?; $SONDE -q -c 'sh -c "exit 7"' -e 'interval:s:1 { }'; echo $?
expect  0
        7
        137
        143
        0
        3
        0
---
name    Z3 -c: the command is sent SIGTERM when sonde is killed
sh      mkfifo ready; $SONDE -q -c "sh -c 'trap \"echo told >told; exit\" TERM; echo \$\$ >pid; while :; do sleep 0.05; done'" --ready-fd 9 -e 'interval:s:1 { }' 9>ready & p=$!; read line <ready; while [ ! -s pid ]; do sleep 0.01; done; kill -KILL $p; until [ -s told ]; do sleep 0.01; done; cat told
expect-re ^told$
---
name    Z3 -c: a command that cannot be executed, and one that is killed before it is started
sh      echo 'no program' >text; chmod +x text; printf '#!/no/such/thing\n' >script; chmod +x script; for c in ./text ./script ./none; do $SONDE -q -c $c -e 'interval:s:1 { }' 2>&1; echo $?; done
expect  sonde: error: command './text': cannot be started: Exec format error; give the path of a program, without shell syntax
        2
        sonde: error: command './script': cannot be started: No such file or directory; give the path of a program, without shell syntax
        2
        sonde: error: command './none': not found, or not executable
        2
---
name    Z4 P11 -p: several processes, each its own calls; the run ends with the last of them
needs   iter
sh      mkfifo a b; $TESTBIN/family go 7 >a & a=$!; read line <a; $TESTBIN/family go 9 >b & b=$!; read line <b; mkfifo ready; $SONDE -q -p $a -p $b --ready-fd 9 -e 'tracepoint:syscalls:sys_enter_getppid { @calls = count(); } tracepoint:sched:sched_process_fork { @forks = count(); }' 9>ready & read line <ready; $TESTBIN/family fork 20; kill -USR1 $a; wait $a; kill -USR1 $b; wait
expect


        @calls: 2
        @forks: 16
---
name    Z4 -p: a thread is no process
sh      mkfifo tid; $TESTBIN/family tid 1000000 >tid & p=$!; read tid <tid; $SONDE -q -p $tid -e 'interval:s:1 { }' 2>&1 | sed "s/\<$tid\>/TID/; s/\<$p\>/PID/g"; kill $p
expect  sonde: error: process TID: is a thread of process PID; write -p PID
---
name    Z3 -c: user probes see the first call of the program, before main() too, and none of what it starts or of others
sh      printf '%s\n' '#include <unistd.h>' '#include <sys/wait.h>' 'int called;' '__attribute__((noinline)) void early(void) { called++; }' '__attribute__((constructor)) static void before(void) { early(); }' 'int main(void) { if (!fork()) { early(); _exit(0); } wait(0); return called != 1; }' >p.c; cc -O1 -o p p.c; for how in '' --follow; do $SONDE -q $how --child-status -c ./p -e 'uprobe:./p:early { @early = count(); } uprobe:./p:main { @main = count(); } uretprobe:./p:early { @back = count(); }' & pid=$!; ./p; wait $pid; echo $?; done
expect


        @back: 1
        @early: 1
        @main: 1
        0


        @back: 2
        @early: 2
        @main: 1
        0
needs   tool:cc
---
name    Z3 -c: attach points without a binary mean the program of the command, found in PATH, or that a script is for
sh      printf '#!%s\n' "$TESTBIN/usdt" >script; printf '#!%s 3\n' "$PWD/script" >second; chmod +x script second; PATH=$TESTBIN:$PATH; for c in 'usdt fire 3' "$TESTBIN/usdt fire 2"; do $SONDE -q -c "$c" -e 'usdt:step { @ = count(); } uprobe:main { @main = count(); }' | tr -d '\n'; echo; done; $SONDE -c ./second -l 'usdt:step' | sed "s#$TESTBIN#B#"; $SONDE -q -e 'usdt:step { }' 2>&1 | grep hint; $SONDE -q -c true -e 'usdt:step { }' 2>&1 | head -n 1 | sed 's/:.*: error/: error/'
expect  @: 9@main: 1
        @: 6@main: 1
        usdt:B/usdt:app:step
            hint: write usdt:binary[:namespace]:probe, or name a process with -p or a command with -c
        <arg>: error: /usr/bin/true has no static probes
---
name    Z3 -c: a script that env finds the interpreter of
sh      printf '#!/usr/bin/env own\ngetppid() { :; }; for i in 1 2 3; do eval :; done\n' >second; chmod +x second; cp /bin/bash own; PATH=$PWD:$PATH; $SONDE -q -c ./second -e 'uprobe:eval_builtin { @[comm] = count(); }' | grep .; $SONDE -q -c ./second -l 'uprobe:eval_builtin' | sed "s,$PWD,D,"
needs   root
expect  @[own]: 3
        uprobe:D/own:eval_builtin
---
name    Z4 P11 in a pid namespace of sonde's own: -c and -p with and without --follow, pid and cpid are its own numbers
needs   iter own-mounts
sh      cat >inside <<'END'
        mkfifo go ready
        $SONDE -q -c "$TESTBIN/family fork 20" --follow -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); @own += pid == cpid; @small += pid < 200; }'
        for how in -q --follow; do
        $TESTBIN/family go 6 >go & p=$!; read line <go
        $SONDE -q -p $p $how --ready-fd 9 -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); @named += pid == $1; }' $p 9>ready & read line <ready
        kill -USR1 $p; wait
        done
        END
        unshare -pf --mount-proc sh ./inside
expect


        @: 21
        @own: 1
        @small: 21


        @: 1
        @named: 1


        @: 14
        @named: 1
---
name    Z4 P11: processes of a pid namespace below sonde's, which is the initial one or one of its own
needs   iter own-mounts
sh      cat >inside <<'END'
        mkfifo go ready
        for how in -q --follow; do
        unshare -pf --kill-child --mount-proc $TESTBIN/family go 6 >go & read line <go
        for d in /proc/[0-9]*; do read comm <$d/comm && [ "$comm" = family ] && read a b c parent rest <$d/stat && read up </proc/$parent/comm && [ "$up" = unshare ] && p=${d#/proc/}; done
        $SONDE -q -p $p $how --ready-fd 9 -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); }' 9>ready & read line <ready
        kill -USR1 $p; wait
        done
        rm go ready
        END
        sh ./inside; unshare -pf --mount-proc sh ./inside
expect


        @: 1


        @: 14


        @: 1


        @: 14
