# tests/live/types.t - structures of the kernel, read through pointers, against what the system itself says of the same things.
name    fields of the current task are what the builtins say
needs   root btf
prog    begin { printf("%d %d %d\n", curtask.tgid == pid, curtask->pid == tid, curtask.comm == comm); }
expect  1 1 1
---
name    parent, ids and name of a process that is known
needs   root btf tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ {
        	printf("%d %d %d %s\n", curtask->tgid, curtask->real_parent->tgid, curtask->cred->uid.val, curtask->comm);
        	exit();
        }
args    -c "sh -c 'echo \$\$ $PPID >want; exec $TESTBIN/calls getppid 1 >/dev/null'"
after   read pid rest <want; read a b c d <$OUT; [ $a = $pid ] && [ $c = 0 ] && [ $d = calls ] && [ $b -gt 0 ]
---
name    a chain of pointers comes back to where it began
needs   root btf
prog    begin { printf("%d %d\n", ((struct task_struct *)curtask).mm.owner.tgid == pid, curtask.group_leader.thread_pid.numbers[0].nr == curtask.tgid); }
expect  1 1
---
name    the parent is the shell
needs   root btf
sh      $SONDE -q -e 'begin { printf("%d %s\n", curtask.real_parent.tgid, curtask.real_parent.comm); }' > out & wait $!; read a b < out; [ $a = $$ ] && [ $b = $(cat /proc/$$/comm) ] && echo same
expect  same
---
name    user and group of another user
needs   root btf tool:setpriv tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /uid == 12345/ { printf("%d %d\n", curtask.cred.uid.val, curtask.cred.gid.val); exit(); }
run     d=$(mktemp -d) && cp $TESTBIN/calls $d && chmod 755 $d $d/calls && setpriv --reuid 12345 --regid 54321 --clear-groups $d/calls getppid 1 >/dev/null; rm -rf $d
expect  12345 54321
---
name    a NULL pointer anywhere in a chain gives zero
needs   root btf
prog    begin { $s = (struct sock *)0; printf("%d %d [%s]\n", $s.__sk_common.skc_num, ((struct task_struct *)0).mm.owner.pid, ((struct task_struct *)0).comm); }
expect  0 0 []
---
name    variables and maps hold typed pointers
needs   root btf
prog    begin { $p = curtask; @p = $p.real_parent; @seen[$p] = 1; printf("%d %d %d\n", $p.tgid == pid, @p.tgid == curtask.real_parent.tgid, @seen[curtask]); clear(@p); clear(@seen); }
expect  1 1 1
---
name    pointers print in hexadecimal, as numbers with %d
needs   root btf
prog    begin { $p = curtask; printf("%p %d\n", $p, (uint64)$p == $p); }
expect-re ^0xffff[0-9a-f]{12} 1$
---
name    elements of arrays and strings, inside and outside
needs   root btf
prog    begin { $i = 1; printf("%c%c%d%d\n", curtask.comm[0], curtask.comm[$i], curtask.comm[$i + 15], curtask.comm[$i - 2]); }
expect  so00
---
name    following pointers, and pointers to pointers
needs   root btf
prog    begin {
        	$p = curtask;
        	$pp = (struct task_struct **)((uint64)$p + offsetof(struct task_struct, real_parent));
        	printf("%d %d %d\n", (*$pp).tgid == $p.real_parent.tgid, $pp.tgid == $p.real_parent.tgid, *$pp == $p.real_parent);
        	$i = (int32 *)((uint64)$p + offsetof(struct task_struct, tgid));
        	printf("%d %d\n", *$i == pid, $i[0] == pid);
        }
expect  1 1 1
        1 1
---
name    pointers move in steps of what they point to
needs   root btf
prog    begin {
        	$p = curtask;
        	$i = (int32 *)((uint64)$p + offsetof(struct task_struct, pid));
        	$one = 1;
        	printf("%d %d %d %d\n", *($i + 1) == pid, ($i + 2) - 1 == $i + $one, *(1 + $i) == $i[1], (uint64)($p - 1) == (uint64)$p - sizeof(*$p));
        	printf("%d\n", (uint64)((void *)16 + 3));
        }
expect  1 1 1 1
        19
---
name    offsets and sizes fit together
needs   root btf
prog    begin { printf("%d %d %d %d %d\n", sizeof(curtask.comm), sizeof(struct list_head), sizeof(pid_t), offsetof(struct list_head, prev), sizeof(int32[3][2])); printf("%d %d\n", sizeof(*curtask) == sizeof(struct task_struct), offsetof(struct task_struct, se.load.weight) - offsetof(struct task_struct, se) == offsetof(struct sched_entity, load.weight)); }
expect  16 16 4 8 24
        1 1
---
name    integer casts
needs   root
prog    begin {
        	$w = -1; $p = pid;
        	printf("%d %d %d %d\n", (uint8)300, (int8)200, (int16)$w, (uint32)$w);
        	printf("%d %d %d %d\n", (uint8)($p * 0 + 300), (int8)($p * 0 + 200), (int16)($p * 0 - 1), (uint32)($p * 0 - 1));
        	printf("%d %d %d\n", (bool)5, (bool)($p * 0), (uint64)(uint8)(int8)$w);
        }
expect  44 -56 -1 4294967295
        44 -56 -1 4294967295
        1 0 255
---
name    bit fields beside each other
needs   root btf
prog    begin { $p = curtask; printf("%d %d\n", $p.sched_reset_on_fork, $p.in_execve); }
expect  0 0
---
name    a bit field is set for the process that asked for it
needs   root btf tool:chrt tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { printf("%d\n", curtask.sched_reset_on_fork); exit(); }
args    -c "chrt --reset-on-fork --batch 0 sh -c 'exec $TESTBIN/calls getppid 1 >/dev/null'"
expect  1
---
name    constants of the kernel by name
needs   root btf
prog    begin { printf("%d %d %d\n", IPPROTO_TCP, BPF_MAP_TYPE_HASH, PIDTYPE_PID); }
expect  6 1 0
---
name    a raw tracepoint's typed arguments say what the tracepoint's fields say
needs   root btf tracepoint:sched:sched_process_fork
prog    rawtracepoint:sched_process_fork /args.parent.tgid == cpid/ { @raw[args.parent.tgid == pid, args.child.tgid == pid] = count(); }
        tracepoint:sched:sched_process_fork /pid == cpid/ { @trace = count(); }
args    -c "sh -c 'exec $TESTBIN/calls -t 4 getppid 100 >/dev/null'"
expect


        @raw[true, true]: 3
        @trace: 3
---
name    raw and plain tracepoint of context switches count the same task's switches alike
needs   root btf tracepoint:sched:sched_switch
prog    tracepoint:sched:sched_switch /args.prev_comm == "calls"/ { @plain[args.prev_pid] = count(); }
        rawtracepoint:sched_switch /args.prev.comm == "calls"/ { @raw[args.prev.pid] = count(); }
run     $TESTBIN/calls -t 3 getppid 1000 >/dev/null
after   sed -n 's/^@plain//p' $OUT | sort >plain; sed -n 's/^@raw//p' $OUT | sort >raw; [ -s plain ] && cmp plain raw
---
name    a word cast to a pointer reads the same as the typed argument
needs   root btf
prog    rawtracepoint:sched_process_fork /comm == "calls"/ { printf("%d %d\n", ((struct task_struct *)arg1).pid == args.child.pid, arg1 == args.child); exit(); }
run     $TESTBIN/calls -t 2 getppid 10 >/dev/null
expect  1 1
---
name    user memory behind a system call's pointer
needs   root btf tracepoint:syscalls:sys_enter_nanosleep tool:python3
prog    tracepoint:syscalls:sys_enter_clock_nanosleep /comm == "nap"/ { printf("%d %d\n", args.rqtp.tv_sec, args.rqtp->tv_nsec); exit(); }
run     cp "$(command -v sleep)" nap; ./nap 0.0123
expect  0 12300000
---
name    bit fields of several bits, beside others, in user memory
needs   root btf tool:python3 tracepoint:syscalls:sys_enter_perf_event_open
prog    tracepoint:syscalls:sys_enter_perf_event_open /comm == "python3"/ {
        	$a = args.attr_uptr;
        	printf("%d %d %d %d %d %d\n", $a.precise_ip, $a.exclude_kernel, $a.freq, $a.disabled, $a->comm, $a.sample_period);
        	exit();
        }
run     python3 -c 'import ctypes, struct, platform; b = ctypes.create_string_buffer(struct.pack("<5Q", 0, 0, 77, 0, 0) + struct.pack("<Q", 2 << 15 | 1 << 5 | 1 << 10) + bytes(80)); ctypes.CDLL(None).syscall(298 if platform.machine() == "x86_64" else 241, b, 0, -1, -1, 0)'
expect  2 1 1 0 0 77
---
name    a chain of variables, each of the type of the one before, may be long
sh      awk 'BEGIN { printf "begin { $v0 = 1;"; for (i = 1; i <= 300; i++) printf " $v%d = $v%d + 1;", i, i - 1; print " print($v300); }" }' > chain.p; $SONDE -q chain.p
expect  301
---
name    maps may take their types from maps that are assigned behind them
sh      awk 'BEGIN { printf "begin {"; for (i = 38; i > 0; i--) printf " @v%d = @v%d;", i, i - 1; print " @v0 = comm; print(@v38 == \"\"); clear(@v0); }" }' > chain.p; $SONDE -q chain.p | head -n 1
expect  true
