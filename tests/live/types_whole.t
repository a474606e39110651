# tests/live/types_whole.t - structs, unions, arrays and enums as values: stored, compared, printed; against what a known program hands to the kernel.
name    a struct in user memory as a value, whole and by its fields
needs   root btf tracepoint:syscalls:sys_enter_clock_nanosleep
prog    tracepoint:syscalls:sys_enter_clock_nanosleep /comm == "nap"/ {
        	$t = *args.rqtp;
        	print($t); print(*args.rqtp); print($t == *args.rqtp);
        	printf("%d %d %s\n", $t.tv_sec, $t.tv_nsec, $t);
        	print(($t, 1));
        	exit();
        }
run     cp "$(command -v sleep)" nap; ./nap 0.0123
expect  { .tv_sec = 0, .tv_nsec = 12300000 }
        { .tv_sec = 0, .tv_nsec = 12300000 }
        true
        0 12300000 { .tv_sec = 0, .tv_nsec = 12300000 }
        ({ .tv_sec = 0, .tv_nsec = 12300000 }, 1)
---
name    a struct as a map's key and value
needs   root btf tracepoint:syscalls:sys_enter_clock_nanosleep
prog    tracepoint:syscalls:sys_enter_clock_nanosleep /comm == "nap"/ {
        	@key[*args.rqtp] = count();
        	@pair[*args.rqtp, pid == 1] = 1;
        	@value[1] = *args.rqtp;
        	@one = *args.rqtp;
        	printf("%d %d %d\n", @value[1].tv_nsec, @one.tv_nsec, @value[2].tv_nsec);
        }
run     cp "$(command -v sleep)" nap; ./nap 0.0123; ./nap 0.0123
expect  12300000 12300000 0
        12300000 12300000 0


        @key[{ .tv_sec = 0, .tv_nsec = 12300000 }]: 2
        @one: { .tv_sec = 0, .tv_nsec = 12300000 }
        @pair[{ .tv_sec = 0, .tv_nsec = 12300000 }, false]: 1
        @value[1]: { .tv_sec = 0, .tv_nsec = 12300000 }
---
name    structs and enums in JSON
needs   root btf tracepoint:syscalls:sys_enter_clock_nanosleep
prog    tracepoint:syscalls:sys_enter_clock_nanosleep /comm == "nap"/ {
        	print(*args.rqtp); @v[*args.rqtp] = *args.rqtp; print((enum bpf_map_type)27); @e[(enum pid_type)1] = (enum pid_type)0;
        }
args    -f json -q
run     cp "$(command -v sleep)" nap; ./nap 0.0123
expect  {"type": "value", "data": {"tv_sec": 0, "tv_nsec": 12300000}}
        {"type": "value", "data": 27}
        {"type": "map", "data": {"@e": {"PIDTYPE_TGID": 0}}}
        {"type": "map", "data": {"@v": {"{ .tv_sec = 0, .tv_nsec = 12300000 }": {"tv_sec": 0, "tv_nsec": 12300000}}}}
---
name    unions show each member, bit fields their value
needs   root btf tool:python3 tracepoint:syscalls:sys_enter_perf_event_open
prog    tracepoint:syscalls:sys_enter_perf_event_open /comm == "python3"/ {
        	$a = *args.attr_uptr;
        	@a = $a;
        	printf("%d %d %d %d %d %d\n", $a.precise_ip, $a.exclude_kernel, $a.freq, @a.disabled, @a.comm, @a.sample_period);
        	printf("%s\n", $a);
        	clear(@a);
        	exit();
        }
run     python3 -c 'import ctypes, struct, platform; b = ctypes.create_string_buffer(struct.pack("<5Q", 0, 0, 77, 0, 0) + struct.pack("<Q", 2 << 15 | 1 << 5 | 1 << 10) + bytes(200)); ctypes.CDLL(None).syscall(298 if platform.machine() == "x86_64" else 241, b, 0, -1, -1, 0)'
expect-re ^2 1 1 0 0 77$
expect-re ^\{ \.type = 0, \.size = 0, \.config = 0, \.sample_period = 77, \.sample_freq = 77, .* \.exclude_user = 0, \.exclude_kernel = 1, .* \.freq = 1, .* \.precise_ip = 2,
---
name    a struct of the kernel is what its fields are
needs   root btf
prog    begin {
        	$t = *curtask.group_leader.cred; @t = *curtask.nsproxy;
        	printf("%d %d\n", $t.uid.val == curtask.group_leader.cred.uid.val, $t.user == curtask.group_leader.cred.user);
        	printf("%d %d\n", @t.mnt_ns == curtask.nsproxy.mnt_ns, @t.uts_ns.ns.inum == curtask.nsproxy.uts_ns.ns.inum);
        	clear(@t);
        }
expect  1 1
        1 1
---
name    a string in a struct that is a value
needs   root btf tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ {
        	$u = *curtask.nsproxy.uts_ns;
        	printf("%s\n", $u.name.nodename);
        	@[$u.name.sysname] = count();
        	@same[curtask.nsproxy.uts_ns.name.sysname] = count();
        	printf("%d\n", $u.name.nodename == curtask.nsproxy.uts_ns.name.nodename);
        	exit();
        }
run     $TESTBIN/calls getppid 1 >/dev/null
after   uname -n >want; head -n 1 $OUT | cmp - want && grep -q '^@.Linux.: 1$' $OUT && grep -q '^@same.Linux.: 1$' $OUT && sed -n 2p $OUT | grep -q '^1$'
---
name    elements of arrays of values, by numbers known and not
needs   root btf
prog    begin {
        	$i = 0;
        	$n = *curtask.thread_pid;
        	$all = $n.numbers;
        	print($n.level == curtask.thread_pid.level);
        	$s = curtask.pending;
        	$b = *curtask.sched_class;
        	print($s.signal.sig[0]); print($s.signal.sig[$i]); print($s.signal.sig[$i + 9]);
        	$p = curtask.pid_links;
        	print($p[1].next == curtask.pid_links[1].next);
        	print($p[$i + 1] == curtask.pid_links[1]);
        	print($p[$i + 100].next);
        }
expect  true
        0
        0
        0
        true
        true
        0x0
---
name    enums by name, as numbers with %d
needs   root btf
prog    begin {
        	$e = (enum bpf_map_type)27; $f = (enum bpf_map_type)(pid - pid + 9999);
        	printf("%s %d %s %d\n", $e, $e, $f, $f);
        	print($e == BPF_MAP_TYPE_RINGBUF); print(($e, $f)); print($e + 1);
        	@[$e] = (enum pid_type)2;
        }
expect  BPF_MAP_TYPE_RINGBUF 27 9999 9999
        true
        (BPF_MAP_TYPE_RINGBUF, 9999)
        28


        @[BPF_MAP_TYPE_RINGBUF]: PIDTYPE_PGID
---
name    an enum among the fields of a tracepoint
needs   root btf tracepoint:timer:hrtimer_start
prog    tracepoint:timer:hrtimer_start /comm == "nap"/ { @[args.mode] = count(); @n[(uint32)args.mode] = count(); }
run     cp "$(command -v sleep)" nap; ./nap 0.001
expect-re ^@\[HRTIMER_MODE_[A-Z_]+\]: [0-9]+$
expect-re ^@n\[[0-9]+\]: [0-9]+$
---
name    a struct that is too large for a value
needs   root btf
prog    begin { print(*(struct pglist_data *)0); }
exit    1
stderr-re ^<arg>:1:15: error: struct pglist_data has [0-9]+ bytes, a value has at most 4096$
stderr-re ^    hint: use its fields, one by one$
---
name    args whole: printed, stored, as a key; equal arguments are one key
needs   root btf tracepoint:syscalls:sys_enter_kill tool:python3
prog    tracepoint:syscalls:sys_enter_kill /comm == "python3"/ {
        	print(args); $a = args; @a = args; @[args] = count();
        	printf("%d %d %d\n", $a.sig, @a.pid, args.sig);
        	clear(@a);
        }
run     python3 -c 'import os; [os.kill(os.getppid(), 0) for _ in range(3)]' ; echo $$ >ppid
after   sed -n 's/^{ .__syscall_nr = \([0-9]*\), .pid = \([0-9]*\), .sig = 0 }$/\1/p' $OUT >nr; [ $(wc -l <nr) = 3 ] && [ $(sort -u nr | wc -l) = 1 ]
expect-re ^@\[\{ \.__syscall_nr = [0-9]+, \.pid = [0-9]+, \.sig = 0 \}\]: 3$
---
name    args whole of tracepoints with strings, of raw tracepoints, in JSON
needs   root btf tracepoint:sched:sched_process_fork
prog    rawtracepoint:sched_process_fork /comm == "calls"/ { $a = args; printf("%d %d\n", $a.parent.pid == args.parent.pid, $a.child == args.child); }
        tracepoint:sched:sched_process_fork /comm == "calls"/ { printf("%s\n", args); $t = args; printf("%s %s %d\n", $t.parent_comm, $t.child_comm, $t.child_pid == args.child_pid); }
run     $TESTBIN/calls -t 2 getppid 10 >/dev/null
expect-re ^1 1$
expect-re ^\{ \.parent_comm = calls, \.parent_pid = [0-9]+, \.child_comm = calls, \.child_pid = [0-9]+ \}$
expect-re ^calls calls 1$
---
name    integers to arrays and back, their bits, strings to bytes
needs   root
prog    begin {
        	$x = (uint32)(cpu * 0 + 0x01020384); $i = 2;
        	$a = (int8[8])12345;
        	printf("%x %x\n", $a[0], $a[1]);
        	print((uint8[])$x); print((uint8[4])$x); print((uint16[])$x); print((uint8[2][2])$x); print((int8[])$x);
        	print((uint32)(uint8[])$x == $x); print((int32)(uint16[])$x);
        	print((bool[8])5); print((bool[])(uint8)$x);
        	print((int8[])"abc"); print(((int8[])"abc")[1]);
        	print(((uint8[4])$x)[$i]); print(((uint8[4])$x)[$i + 2]); print(((uint8[2][2])$x)[$i - 1]);
        	print((uint8[])$x == (uint8[])(uint32)0x01020384); print((uint8[])$x != (uint8[])(uint32)$i);
        	@[(uint8[])$x] = (uint16[])$x; @s = (uint8[2][2])$x; $s = @s; print($s[1][0]);
        }
expect  39 30
        [132,3,2,1]
        [132,3,2,1]
        [900,258]
        [[132,3],[2,1]]
        [-124,3,2,1]
        true
        16909188
        [true,false,true,false,false,false,false,false]
        [false,false,true,false,false,false,false,true]
        [97,98,99,0]
        98
        2
        0
        [2,1]
        true
        true
        2


        @[[132,3,2,1]]: [900,258]
        @s: [[132,3],[2,1]]
stderr-re ^<arg>:.*warning: the index is outside of the array: the element is taken as zero$
---
name    from a member to the struct around it, types of expressions, pointers that are errors
needs   root btf
prog    begin {
        	$t = curtask;
        	$p = container_of((uint64)$t + offsetof(struct task_struct, tasks), typeof(struct task_struct), tasks);
        	$n = container_of($t.tasks.next, typeof(*$t), tasks);
        	print($p == $t); print($p.pid == tid);
        	print($n.tasks.prev == (uint64)$t + offsetof(typeof(*$t), tasks));
        	print((typeof($t.pid))300000000000); print(sizeof(typeof($t.comm)));
        	print(*(typeof($t.pid) *)((uint64)$t + offsetof(struct task_struct, pid)) == tid);
        	print(is_err((void *)-12)); print(is_err((uint64)-4095)); print(is_err((uint64)-4096)); print(is_err($t)); print(is_err((void *)0));
        	print(typeinfo($t.comm)); print(typeinfo((enum pid_type)1).full_type); print(typeinfo(int32[4]).base_type);
        	print(kptr($t).pid == tid);
        }
expect  true
        true
        true
        -647710720
        16
        true
        true
        true
        false
        false
        false
        { .btf_id = 0, .base_type = string, .full_type = string[16] }
        enum pid_type
        array
        true
---
name    the address space that a pointer is said to be of
needs   root btf tracepoint:syscalls:sys_enter_chdir
prog    tracepoint:syscalls:sys_enter_chdir /comm == "goer"/ { $p = args.filename; printf("%s|%s|%s\n", str($p), str(uptr((uint64)$p)), str(kptr($p))); exit(); }
run     cp "$(readlink -f /bin/sh)" goer; ./goer -c 'cd /usr/lib'
expect  /usr/lib|/usr/lib|
---
name    a function pointer and the function
needs   root btf
prog    begin { printf("%s %d\n", ksym(curtask.restart_block.fn), (uint64)curtask.restart_block.fn == kaddr("do_no_restart_syscall")); }
expect  do_no_restart_syscall 1
---
name    pointers in variables and maps move in steps of what they point to
needs   root btf
prog    begin {
        	$t = curtask; $p = (int32 *)((uint64)$t + offsetof(struct task_struct, pid)); $q = $p;
        	$q++; print(*$q == pid); $q--; print($q == $p); print(*++$q == pid);
        	$q -= 1; $q += 2; print((uint64)$q - (uint64)$p);
        	@m = $p; @m++; print(*@m == pid); @m += 3; print((uint64)@m - (uint64)$p);
        	@k[1] = $t; @k[1]--; print((uint64)$t - (uint64)@k[1] == sizeof(*$t));
        	$v = (void *)16; $v++; print($v);
        	clear(@m); clear(@k);
        }
expect  true
        true
        true
        8
        true
        16
        true
        0x11
