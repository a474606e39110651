# tests/live/lang_builtin.t - builtin variables against what the system itself says.
name    pid, tid, comm of sonde itself in begin
needs   root
sh      $SONDE -q -e 'begin { printf("%d %d %s\n", pid, tid, comm); }' > out & p=$!; wait $p; read a b c < out; [ $a = $p ] && [ $b = $p ] && echo $c
expect  sonde
---
name    pid and tid of another process, in both namespaces
needs   root tracepoint:syscalls:sys_enter_getppid
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { printf("%d %d %d %d\n", pid, tid, pid(curr_ns), pid(init) == pid(init)); exit(); }' -c "sh -c 'echo \$\$ > want; exec $TESTBIN/calls getppid 5 >/dev/null'" > out; w=$(cat want); [ "$(cat out)" = "$w $w $w 1" ] && echo same
expect  same
---
name    threads have their own tid
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { @p[pid] = count(); @t[tid] = count(); }
        end { printf("%d %d\n", len(@p), len(@t)); clear(@p); clear(@t); }
args    -c "sh -c 'exec $TESTBIN/calls -t 4 getppid 100 >/dev/null'"
expect-re ^1 [45]$
---
name    uid and gid
needs   root
prog    begin { printf("%d %d\n", uid, gid); }
expect  0 0
---
name    uid and gid of another user
needs   root tool:setpriv tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%d %d\n", uid, gid); exit(); }
run     chmod 755 .; cp $TESTBIN/calls calls && setpriv --reuid 12345 --regid 54321 --clear-groups ./calls getppid 1
expect  12345 54321
---
name    cpu and ncpus
needs   root tool:taskset
sh      last=$(($(nproc --all) - 1)); taskset -c $last $SONDE -q -e 'begin { printf("%d %d\n", cpu, ncpus >= cpu + 1); }' > out; [ "$(cat out)" = "$last 1" ] && echo right
expect  right
---
name    ncpus is what the kernel may have
needs   root
sh      range=$(cat /sys/devices/system/cpu/possible); n=$($SONDE -q -e 'begin { print(ncpus); }'); [ "$n" = $((${range#*-} + 1)) ] && echo right
expect  right
---
name    nsecs is the clock of boot, and others can be asked for
needs   root
sh      up() { awk '{ printf "%d", $1 }' /proc/uptime; }; a=$(up); set -- $($SONDE -q -e 'begin { printf("%d %d %d %d\n", nsecs / 1s, nsecs(boot) / 1s, nsecs(monotonic) <= nsecs, nsecs(sw_tai) / 1s); }'); b=$(up); now=$(date +%s); [ $1 -ge $a ] && [ $1 -le $b ] && [ $2 -ge $a ] && [ $3 = 1 ] && [ $4 -ge $((now - 2)) ] && [ $4 -le $((now + 60)) ] && echo right
expect  right
---
name    the kernel's TAI clock is sonde's own to the second
needs   root kernel:6.1
prog    begin { $d = nsecs(tai) - nsecs(sw_tai); printf("%d\n", $d < 1s && $d > -1s); }
expect  1
---
name    elapsed begins at zero
needs   root
prog    begin { printf("%d\n", elapsed < 10s); } interval:ms:50 { printf("%d\n", elapsed >= 40ms && elapsed < 100s); exit(); }
expect  1
        1
---
name    jiffies go on
needs   root
prog    begin { @j = jiffies; } interval:ms:100 { printf("%d\n", jiffies > @j); clear(@j); exit(); }
expect  1
---
name    rand gives different numbers of 32 bits
needs   root
prog    begin { @[rand] = 1; @[rand] = 1; @[rand] = 1; @[rand] = 1; $r = rand; printf("%d %d\n", len(@) > 1, $r <= 0xffffffff); clear(@); }
expect  1 1
---
name    cgroup is that of the kernel
needs   root
prog    begin { printf("%d\n", cgroup > 0); }
expect  1
---
name    probe and probetype by mechanism
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_exit_getppid /pid == cpid && comm == "calls"/ { @[probe, probetype] = count(); }
args    -c "sh -c 'exec $TESTBIN/calls getppid 1000 >/dev/null'"
expect


        @[tracepoint:syscalls:sys_enter_getppid, tracepoint]: 1000
        @[tracepoint:syscalls:sys_exit_getppid, tracepoint]: 1000
---
name    a probe of the clock
needs   root
prog    interval:ms:1 { printf("%s %s\n", probe, probetype); exit(); }
expect  interval:ms:1 interval
---
name    a probe's own name
needs   root
prog    mine=interval:ms:1 { printf("%s %d\n", probe, probe == "mine"); exit(); }
expect  mine 1
---
name    arguments of a raw tracepoint by number
needs   root btf
prog    rawtracepoint:sys_enter /pid == cpid && comm == "calls" && arg1 == 110/ { @ = count(); }
args    -c "sh -c 'exec $TESTBIN/calls getppid 300 >/dev/null'"
expect


        @: 300
---
name    fields of args, result of a call
needs   root tracepoint:syscalls:sys_exit_getppid
prog    tracepoint:syscalls:sys_exit_getppid /pid == cpid && comm == "calls"/ { @ret[args.ret > 0] = count(); @nr = max(args.__syscall_nr); }
        tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { @nr = max(args->__syscall_nr); }
args    -c "sh -c 'exec $TESTBIN/calls getppid 10 >/dev/null'"
expect


        @nr: 110
        @ret[true]: 10
---
name    arguments and result of a function in user space
needs   root
sh      $SONDE -q -e "uprobe:$TESTBIN/calls:main { printf(\"main %d %s\\n\", arg0, probetype); } uretprobe:$TESTBIN/calls:main { printf(\"returned %d %s\\n\", retval, probetype); exit(); }" -c "$TESTBIN/calls getppid 5" | grep -v '^[0-9]*$'
expect  main 3 uprobe
        returned 0 uretprobe
