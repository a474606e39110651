# tests/live/iter.t - walks over the kernel's objects, compared with what /proc tells of the same; the context of probes.
#
# Process 1 is left out: some machines keep theirs from such walks.  Names of the kernel's own threads are longer in /proc than in the kernel.
name    every task is visited once, with its name
needs   root iter btf
sh      tasks() { grep -s . /proc/[0-9]*/task/*/comm | sed -n 's,^/proc/\([0-9]*\)/task/\([0-9]*\)/comm:\(.*\),\1 \2 \3,p' | sed 's, kworker/.*, kworker,' | sed 's/^\([0-9]* [0-9]* .\{1,15\}\).*/\1/' | grep -v '^1 ' | LC_ALL=C sort; }
        : >ids; $TESTBIN/areas 5 0 >ids & while [ $(grep -c . ids) -lt 5 ]; do sleep 0.1; done; tasks >before
        $SONDE -q -e 'iter:task { printf("%d %d %s\n", ctx.task.tgid, ctx.task.pid, ctx.task.comm); }' | grep . | sed 's, kworker/.*, kworker,' | sed 's/^\([0-9]* [0-9]* .\{1,15\}\).*/\1/' | LC_ALL=C sort >walked
        tasks >after; kill $!
        LC_ALL=C comm -12 before after >lasting; LC_ALL=C comm -23 lasting walked | head; cut -d ' ' -f 2 walked | uniq -d | head; grep -c areas lasting; grep -c areas walked
expect  6
        6
---
name    every open file of a process is visited, by its number and inode
needs   root iter btf
sh      echo a >a; echo b >b; sleep 100 3<a 7>b 9<a 8<b </dev/null & p=$!; until grep -q nanosleep /proc/$p/wchan; do sleep 0.01; done
        $SONDE -q -e 'iter:task_file { if (ctx.task.tgid == $1) { printf("%d %d\n", ctx.fd, ctx.file.f_inode.i_ino); } }' $p | grep . | sort -n >walked
        for fd in $(ls /proc/$p/fd | sort -n); do echo "$fd $(stat -L -c %i /proc/$p/fd/$fd)"; done >there; kill $p
        cut -d ' ' -f 1 there >numbers; cut -d ' ' -f 1 walked | diff numbers - && awk '$1 == 3 || $1 == 7 || $1 == 9 || $1 == 8' there >ours; grep -c . ours; grep -Fxf ours walked | diff ours - && echo same
expect  4
        same
---
name    every area of a process's memory is visited, as in its maps
needs   root iter btf
sh      sleep 100 & p=$!; until grep -q nanosleep /proc/$p/wchan; do sleep 0.01; done
        $SONDE -q -e 'iter:task_vma { if (ctx.task.tgid == $1) { printf("%08lx-%08lx %d\n", ctx.vma.vm_start, ctx.vma.vm_end, ctx.vma.vm_pgoff); } }' $p | grep . >walked
        grep -v vsyscall /proc/$p/maps | while read range rights offset rest; do case $rights in *s|*p) echo "$range $((0x$offset / 4096))"; esac; done >there; kill $p
        test $(grep -c . there) -gt 8 && cut -d ' ' -f 1 there >ranges; cut -d ' ' -f 1 walked | diff ranges - && grep -c . walked >n && echo same
expect  same
---
name    a walk waits for room in the ring: 60,000 areas, none lost, none twice
needs   root iter btf
sh      : >ids; $TESTBIN/areas 3 20000 >ids & while [ $(grep -c . ids) -lt 3 ]; do sleep 0.1; done
        SONDE_PERF_RB_PAGES=16 $SONDE -q -e 'iter:task_vma { if (ctx.task.comm == "areas") { @made++; printf("%d %lx\n", ctx.task.pid, ctx.vma.vm_start); } }' >out
        for p in $(cat ids) $!; do grep -v vsyscall /proc/$p/maps | sed "s/^0*\([0-9a-f]*\)-.*/$p \1/"; done | LC_ALL=C sort >there; kill $!
        grep '^[0-9]' out | LC_ALL=C sort >walked; diff walked there >difference && echo same; grep -c . walked >n; test $(cat n) -gt 60000 && grep -Fx "@made: $(cat n)" out | sed 's/ .*//'
expect  same
        @made:
---
name    every symbol of the kernel, in its order
needs   root iter btf kernel:6.2 full-speed
sh      SONDE_PERF_RB_PAGES=16 $SONDE -q -e 'iter:ksym { printf("%s %s\n", ctx.ksym.name, ctx.ksym.module_name); } end { print("end"); }' | grep . >walked
        grep -v '\[\(bpf\|__builtin__kprobes\|__builtin__ftrace\)\]' /proc/kallsyms | awk '{ gsub(/[][]/, "", $4); print $3, $4 }' | sed 's/ *$//' >there
        sed 's/ *$//' walked | grep -v '^ \| bpf$\| __builtin__[a-z]*$' >ours; echo end >>there; diff ours there >difference && echo same; tail -n 1 walked
expect  same
        end
---
name    the run without an object that ends a walk is left out; numbers go up one by one
needs   root iter btf
sh      $SONDE -q -e 'iter:bpf_map { if (ctx.map == 0) { @null = count(); } @numbers++; @last = max(ctx.meta.seq_num); } end { printf("%d\n", @numbers - 1 == (int64)@last); }' | grep -v '^@last\|^@numbers\|^$'
expect  1
---
name    begin and end stand beside a walk, which ends the run
needs   root iter btf
prog    begin { print("begin"); } iter:task { if (ctx.task.pid == 2) { print(ctx.task.comm); } } end { print("end"); }
stop    none
expect  begin
        kthreadd
        end
---
name    exit() ends a walk
needs   root iter btf
prog    iter:task { @++; if (@ == 3) { exit(7); } }
stop    none
exit    7
expect


        @: 3
---
name    a walk needs no object: none of its kind
needs   root iter btf
prog    iter:task { if (0) { print(1); } } end { print("over"); }
stop    none
expect  over
---
name    walks down the tree of control groups
needs   root iter btf kernel:6.1
sh      $SONDE -q -e 'iter:cgroup { @ = count(); @level[ctx.cgroup.level] = count(); }' | grep -o '^@level\[0\]: 1$'
expect  @level[0]: 1
---
name    a rehearsal walks nowhere
needs   root iter btf
sh      $SONDE --dry-run -e 'iter:task { print(1); }'
expect
---
name    -l lists iterators
needs   root iter btf
sh      $SONDE -l 'iter:task*'
expect  iter:task
        iter:task_file
        iter:task_vma
---
name    ctx of a clock: the registers are those of reg()
needs   root btf
prog    profile:hz:999 { if (ctx.regs.ip == reg("ip") && ctx.regs.sp == reg("sp") && ctx.regs.flags == reg("flags")) { @same++; } else { @other++; } @mode[(ctx.regs.cs & 3) == (usermode ? 3 : 0)] = count(); @period[ctx.sample_period] = count(); if (@same + @other >= 20) { exit(); } }
run     $TESTBIN/calls getppid 200000
stop    none
expect-re ^@mode\[true\]: [0-9]+$
expect-re ^@period\[1001001\]: [0-9]+$
expect-re ^@same: [0-9]+$
reject-re other|false
---
name    ctx and sargN of a function of a program
needs   root btf
sh      $SONDE -q -e 'uprobe:$1:take_words { printf("%d %d %d %d %d %d\n", ctx.di, ctx.si == arg1, arg5, sarg0, sarg1, sarg3); @[*(uint64 *)(ctx.sp + 8) == sarg0, ((struct pt_regs *)ctx).sp == ctx.sp] = count(); }' -c "$TESTBIN/words 3" $TESTBIN/words | grep '^[0-9]* 1\|^@'
expect  1000 1 1005 1006 1007 1009
        1001 1 1006 1007 1008 1010
        1002 1 1007 1008 1009 1011
        @[true, true]: 3
---
name    ctx and sargN of a function of the kernel
needs   root btf kprobe
sh      $SONDE -q -e 'kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @[ctx.dx == arg2, ctx.di == arg0, ctx.ip != 0, sarg1 == *(uint64 *)(ctx.sp + 16)] = count(); } kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @r[ctx.ax == retval] = count(); }' -c "$TESTBIN/calls write 4097*300"
expect-re ^@\[true, true, true, true\]: 300$
expect-re ^@r\[true\]: 300$
---
name    a pinned walk prints what the same walk prints through sonde, when sonde is gone
needs   root iter btf
sh      : >ids; $TESTBIN/areas 5 0 >ids & while [ $(grep -c . ids) -lt 5 ]; do sleep 0.01; done
        pin=sonde-test-$$; program='if (ctx.task.pid == 2 || ctx.task.real_parent.pid == '$!') { printf("%5d|%-8d|%05u|%x %X %hhd 100%% %s|%-18s|%+d %c %s %p\n", ctx.task.pid, ctx.task.tgid, 7, -1, 0xbeef, 300, ctx.task.comm, ctx.task.comm, 3, 65, ctx.task.pid, ctx.task); }'
        $SONDE -q -e "iter:task { $program }" >walked; $SONDE -e "iter:task:$pin { $program }" 2>err; echo "$? $(cat err)"
        cat /sys/fs/bpf/$pin >one & cat /sys/fs/bpf/$pin >two; wait $!; rm /sys/fs/bpf/$pin
        cmp walked one && cmp walked two && grep -c kthreadd one; grep -c areas two
expect  0 Attached 1 probe
        1
        5
---
name    long strings, twelve values and none, nothing of sonde's needed: a division by zero, maps that count
needs   root iter btf
sh      pin=/sys/fs/bpf/sonde-test-$$
        $SONDE -q -e "begin { @n = 5; @zero = 0; } iter:task:$pin { if (ctx.task.pid == 2) { @n++; printf(\"%d %d %d %d %d %d %d %d %d %d %d %s\\n\", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 / @zero, str(ctx.task.comm, 5)); printf(\"next\\n\"); printf(\"%d %s|\\n\", @n, \"$(printf '%0200d' 7)\"); } } end { printf(\"end\\n\"); }" | head -n 1
        cat $pin | sed 's/0\{150,\}/zeros/'; cat $pin | tail -n 1 | cut -c 1-4; rm $pin
expect  end
        1 2 3 4 5 6 7 8 9 10 1 kthre
        next
        6 zeros7|
        7 00
---
name    a pin is not written over, and a rehearsal leaves none
needs   root iter btf
sh      pin=sonde-test-$$; $SONDE --dry-run -q -e "iter:task:$pin { printf(\"a\\n\"); }"; ls /sys/fs/bpf/$pin 2>&1 | grep -c 'No such'
        $SONDE -q -e "iter:task:$pin { printf(\"a\\n\"); }"; $SONDE -q -e "iter:task:$pin { printf(\"b\\n\"); }" 2>err; echo $?; sed 's/-test-[0-9]*/-test-N/g; s/~~*/~/' err; cat /sys/fs/bpf/$pin | sort -u; rm /sys/fs/bpf/$pin
        $SONDE -q -e "iter:task:no-directory-of-this-name/$pin { }" 2>&1 | grep 'hint: make'
expect  1
        2
        <arg>:1:1: error: probe 'iter:task:sonde-test-N': cannot be pinned at /sys/fs/bpf/sonde-test-N: there is something of that name already
            iter:task:sonde-test-N { printf("b\n"); }
            ^~
            hint: choose another name, or remove that pin: rm /sys/fs/bpf/sonde-test-N
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        a
            hint: make the directory first
---
name    the file system for pins is mounted where it is not
needs   root iter btf own-mounts
sh      unshare -m sh -c 'umount /sys/fs/bpf; $SONDE -q -e "iter:task:tasks { if (ctx.task.pid == 2) { printf(\"%s\\n\", ctx.task.comm); } }"; cat /sys/fs/bpf/tasks'
expect  kthreadd
---
name    the names of a process's open files and of the files in its memory
needs   root iter btf
sh      echo a >a; sleep 100 3<a 7>'b c' </dev/null & p=$!; until grep -q nanosleep /proc/$p/wchan; do sleep 0.01; done
        $SONDE -q -e 'iter:task_file { if (ctx.task.tgid == $1) { printf("%d %s\n", ctx.fd, path(ctx.file.f_path)); } }' $p | grep . | sort >walked
        $SONDE -q -e 'iter:task_vma { if (ctx.task.tgid == $1) { printf("%08lx %s|\n", ctx.vma.vm_start, path(ctx.vma.vm_file.f_path, 200)); } }' $p | grep '/.*|' | sort >areas
        for fd in 0 3 7; do echo "$fd $(readlink /proc/$p/fd/$fd)"; done >there; grep '^[037] ' walked | diff - there && echo files
        grep ' /' /proc/$p/maps | sed 's/^\([0-9a-f]*\)-[^/]*\(.*\)$/\1 \2|/' | sort | diff areas - && echo areas; kill $p
expect  files
        areas
---
name    path() of an argument of a function that the kernel allows it in
needs   root fentry tool:fallocate
sh      $SONDE -q -e 'fentry:vfs_fallocate /comm == "fallocate"/ { printf("%s\n", path(args.file.f_path)); }' -c 'fallocate -l 10 made' | grep . | sort -u >names; test "$(cat names)" = "$PWD/made" && echo same
expect  same
