# tests/live/attach_by.t - one mechanism by name (K23): the numbers are the same by each, and what cannot be had by one says why.  Probes on functions of
# the kernel are in kprobe.t.
name    a system call's tracepoints by perf, raw and btf
needs   root btf tracepoint:syscalls:sys_enter_getppid
sh      for by in perf raw btf; do SONDE_ATTACH_BY=$by $SONDE -v -e 'tracepoint:syscalls:sys_enter_getppid,tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { @[probe] = count(); }' -c "$TESTBIN/calls -t 4 getppid 20000" >$TMP/out && grep '^@' $TMP/out | sort; done
expect
        @[tracepoint:syscalls:sys_enter_getppid]: 80000
        @[tracepoint:syscalls:sys_exit_getppid]: 80000
        @[tracepoint:syscalls:sys_enter_getppid]: 80000
        @[tracepoint:syscalls:sys_exit_getppid]: 80000
        @[tracepoint:syscalls:sys_enter_getppid]: 80000
        @[tracepoint:syscalls:sys_exit_getppid]: 80000
stderr-re ^tracepoint:syscalls:sys_enter_getppid: perf tracepoint syscalls:sys_enter_getppid$
stderr-re ^tracepoint:syscalls:sys_exit_getppid: raw tracepoint sys_exit$
stderr-re ^tracepoint:syscalls:sys_enter_getppid: BTF raw tracepoint sys_enter$
---
name    arguments and results of a system call by perf, raw and btf
needs   root btf tracepoint:syscalls:sys_enter_write
sh      for by in perf raw btf; do SONDE_ATTACH_BY=$by $SONDE -e 'tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count > 4096/ { @in[args.__syscall_nr, args.count] = count(); } tracepoint:syscalls:sys_exit_write /comm == "calls" && args.ret > 4096/ { @out[args.__syscall_nr, args.ret] = count(); }' -c "$TESTBIN/calls write 4097*300 5000*20" >$TMP/out && grep '^@' $TMP/out | sort; done
expect
        @in[1, 4097]: 300
        @in[1, 5000]: 20
        @out[1, 4097]: 300
        @out[1, 5000]: 20
        @in[1, 4097]: 300
        @in[1, 5000]: 20
        @out[1, 4097]: 300
        @out[1, 5000]: 20
        @in[1, 4097]: 300
        @in[1, 5000]: 20
        @out[1, 4097]: 300
        @out[1, 5000]: 20
---
name    raw_syscalls by perf, raw and btf
needs   root btf tracepoint:raw_syscalls:sys_enter
sh      for by in perf raw btf; do SONDE_ATTACH_BY=$by $SONDE -v -e 'tracepoint:raw_syscalls:sys_enter,tracepoint:raw_syscalls:sys_exit /comm == "calls" && args.id == 110/ { @[probe] = count(); }' -c "$TESTBIN/calls getppid 20000" >$TMP/out && grep '^@' $TMP/out | sort; done
expect
        @[tracepoint:raw_syscalls:sys_enter]: 20000
        @[tracepoint:raw_syscalls:sys_exit]: 20000
        @[tracepoint:raw_syscalls:sys_enter]: 20000
        @[tracepoint:raw_syscalls:sys_exit]: 20000
        @[tracepoint:raw_syscalls:sys_enter]: 20000
        @[tracepoint:raw_syscalls:sys_exit]: 20000
stderr-re ^tracepoint:raw_syscalls:sys_exit: perf tracepoint raw_syscalls:sys_exit$
stderr-re ^tracepoint:raw_syscalls:sys_exit: raw tracepoint sys_exit$
stderr-re ^tracepoint:raw_syscalls:sys_enter: BTF raw tracepoint sys_enter$
---
name    another tracepoint by perf, raw and btf
needs   root btf tracepoint:sched:sched_process_exit
sh      for by in perf raw btf; do SONDE_ATTACH_BY=$by $SONDE -v -e 'tracepoint:sched:sched_process_ex* /comm == "calls"/ { @[probe] = count(); }' -c "$TESTBIN/calls getppid 1" >$TMP/out && grep '^@' $TMP/out | sort; done
expect
        @[tracepoint:sched:sched_process_exec]: 1
        @[tracepoint:sched:sched_process_exit]: 1
        @[tracepoint:sched:sched_process_exec]: 1
        @[tracepoint:sched:sched_process_exit]: 1
        @[tracepoint:sched:sched_process_exec]: 1
        @[tracepoint:sched:sched_process_exit]: 1
stderr-re ^tracepoint:sched:sched_process_exit: perf tracepoint sched:sched_process_exit$
stderr-re ^tracepoint:sched:sched_process_exit: raw tracepoint sched_process_exit$
stderr-re ^tracepoint:sched:sched_process_exit: BTF raw tracepoint sched_process_exit$
---
name    fields that only perf has
needs   root btf tracepoint:sched:sched_process_exit
sh      for by in raw btf; do SONDE_ATTACH_BY=$by $SONDE -e 'tracepoint:sched:sched_process_exit { @[args.pid] = count(); }'; test $? = 2 || exit 1; done
stderr-re error: 'tracepoint:sched:sched_process_exit' cannot be attached by raw, which attach_by asks for: only perf has the fields of that event$
stderr-re hint: attach_by=auto chooses what there is$
stderr-re error: 'tracepoint:sched:sched_process_exit' cannot be attached by btf, which attach_by asks for: only perf has the fields of that event$
---
name    a raw tracepoint by raw and btf, its arguments too
needs   root btf
sh      for by in raw btf; do SONDE_ATTACH_BY=$by $SONDE -v -e 'rawtracepoint:sys_enter /comm == "calls" && arg1 == 110/ { @[args.id, args.regs.orig_ax, arg0 == args.regs] = count(); }' -c "$TESTBIN/calls -t 4 getppid 20000" >$TMP/out && grep '^@' $TMP/out; done
expect
        @[110, 110, true]: 80000
        @[110, 110, true]: 80000
stderr-re ^rawtracepoint:sys_enter: raw tracepoint sys_enter$
stderr-re ^rawtracepoint:sys_enter: BTF raw tracepoint sys_enter$
---
name    a user probe by perf
needs   root
sh      SONDE_ATTACH_BY=perf $SONDE -v -e "uprobe:$TESTBIN/calls:main,uretprobe:$TESTBIN/calls:main { @[probetype] = count(); }" -c "$TESTBIN/calls getppid 1" >$TMP/out && grep '^@' $TMP/out | sort
expect
        @[uprobe]: 1
        @[uretprobe]: 1
stderr-re ^uprobe:.*: perf uprobe at offset 0x[0-9a-f]+$
stderr-re ^uretprobe:.*: perf uprobe at offset 0x[0-9a-f]+$
---
name    probes without the mechanism attach as ever
needs   root btf tracepoint:syscalls:sys_enter_getppid
sh      for by in raw btf fentry kprobe_multi; do SONDE_ATTACH_BY=$by $SONDE -e 'begin { @b = 1; } interval:ms:50 { exit(); } profile:hz:99 { @p = 1; } software:dummy:1 { } end { printf("bye\n"); }' | grep bye || exit 1; done; SONDE_ATTACH_BY=kprobe_multi $SONDE -v -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls getppid 1000" >$TMP/out && grep '^@' $TMP/out
expect
        bye
        bye
        bye
        bye
        @: 1000
stderr-re ^tracepoint:syscalls:sys_enter_getppid: BTF raw tracepoint sys_enter$
---
name    Z16: without a feature: what it would have served runs by another mechanism, and counts the same
needs   root tool:gcc
sh      printf '%s\n' '#include <unistd.h>' '#define F(n) __attribute__((noinline)) int f##n(int x) { __asm__ volatile(""); return x + n; }' 'F(1) F(2) F(3)' 'int main(void) { int s = 0; for (int i = 0; i < 1000; i++) s += f1(i) + (i % 2 ? f2(i) : f3(i) + f3(s)); return !s; }' >p.c; gcc -O1 -o p p.c
        for without in kprobe_session uprobe_multi kprobe_multi,kprobe_session,uprobe_multi; do $SONDE -v --no-feature $without -e 'uprobe:./p:f? { @[func] = count(); } uretprobe:./p:f? { @r = count(); }' -c ./p >out 2>err && grep '^@' out | sort; grep -c ': perf uprobe' err; done
expect-re ^@\[f1\]: 1000$
expect-re ^@\[f2\]: 500$
expect-re ^@\[f3\]: 1000$
expect-re ^@r: 2500$
expect-re ^@\[f1\]: 1000$
expect-re ^@\[f2\]: 500$
expect-re ^@\[f3\]: 1000$
expect-re ^@r: 2500$
expect-re ^6$
expect-re ^@\[f1\]: 1000$
expect-re ^@\[f2\]: 500$
expect-re ^@\[f3\]: 1000$
expect-re ^@r: 2500$
expect-re ^6$
---
name    Z16: what attach_by asks for is not there then, and says why
needs   root kprobe kprobe_multi
sh      SONDE_ATTACH_BY=kprobe_multi $SONDE --no-feature kprobe_multi -e 'kprobe:vfs_write { }'
exit    2
stderr-re --no-feature forbids kprobe_multi links
---
name    Z16: functions of the kernel without links for many
needs   root kprobe kprobe_multi
sh      for without in kprobe_session kprobe_multi; do $SONDE -v --no-feature $without -e 'kprobe:vfs_writ*,kretprobe:vfs_writ* /comm == "calls"/ { @[probe] = count(); }' -c "$TESTBIN/calls write 4097*300" >out 2>err && grep '^@' out | sort; grep -o '^k.*vfs_write: \(kprobe_multi link\|perf k[a-z]*\)' err; done
expect
        @[kprobe:vfs_write]: 301
        @[kretprobe:vfs_write]: 301
        kprobe:vfs_write: kprobe_multi link
        kretprobe:vfs_write: kprobe_multi link
        @[kprobe:vfs_write]: 301
        @[kretprobe:vfs_write]: 301
        kprobe:vfs_write: perf kprobe
        kretprobe:vfs_write: perf kretprobe
---
name    Z16: a name that is none, and no name
sh      for list in nothing uprobe_multi,nothing '' ,; do $SONDE --no-feature "$list" -e 'begin { }'; echo $?; done
expect
        1
        1
        1
        1
stderr
        sonde: error: option '--no-feature': 'nothing' is no feature: use some of kprobe_multi kprobe_session uprobe_multi
        sonde: error: option '--no-feature': 'nothing' is no feature: use some of kprobe_multi kprobe_session uprobe_multi
        sonde: error: option '--no-feature': no feature is named
        sonde: error: option '--no-feature': no feature is named
---
name    Z16: variables at returns, which the kernel finds without such links, too
needs   root tool:gcc kernel:6.12
sh      printf '%s\n' 'static long count = 99;' '__attribute__((noinline, used)) int probed(int n) { count += n; __asm__ volatile("" ::: "memory"); return 5; }' 'int main(void) { probed(1); return 0; }' >v.c; gcc -g -O2 -o v v.c
        for without in kprobe_multi uprobe_multi; do $SONDE -q --no-feature $without -e 'uprobe:./v:probed { printf("%ld %s\n", *uaddr("count"), func); } uretprobe:./v:probed { printf("%ld %d\n", *uaddr("count"), retval); }' -c ./v; done
expect  99 probed
        100 5
        99 probed
        100 5
