# tests/live/spec_10_builtins.t - every row of chapter 10 of the language (tests/rows): the builtins, against what the system itself says.
name    B1 B2: pid and tid, in sonde's namespace and in the initial one
sh      $SONDE -q -e 'begin { printf("%d %d %d %d %d %d\n", pid, tid, pid(curr_ns), tid(curr_ns), pid(init) == pid, tid(init) == tid); }' > out & p=$!; wait $p; [ "$(cat out)" = "$p $p $p $p 1 1" ] && echo same
expect  same
---
name    B1 B2: a namespace of its own has its own numbers
needs   own-mounts
sh      unshare -pf --mount-proc sh -c '$SONDE -q -e "begin { printf(\"%d %d %d\n\", pid < 100, pid(curr_ns) == pid, pid(init) > pid); }"'
expect  1 1 1
---
name    B1 B2: their types are uint32; another word: E
sh      $SONDE -q -e 'begin { print(typeinfo(pid).full_type); print(typeinfo(tid(init)).full_type); }'; $SONDE -q -e 'begin { print(pid(foo)); print(tid(1)); }' 2>&1 | grep -c 'error: .*\(does not know this word\|takes a bare word\)'
expect  uint32
        uint32
        2
---
name    B2: threads of one process
prog    tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { @p[pid] = count(); @t[tid] = count(); }
        end { printf("%d %d\n", len(@p), len(@t)); clear(@p); clear(@t); }
args    -c "sh -c 'exec $TESTBIN/calls -t 4 getppid 100 >/dev/null'"
expect-re ^1 [45]$
---
name    B3 B4: the parent's process id, the leader's thread id, of the current task and of another
sh      $SONDE -q -e 'begin { printf("%d %d %d %d %d\n", ppid, leader_tid, ppid(curtask), leader_tid(curtask), ppid(curtask.real_parent)); }' > out & p=$!; wait $p; read -r stat < /proc/$$/stat; set -- ${stat##*) }; [ "$(cat out)" = "$$ $p $$ $p $2" ] && echo same
expect  same
---
name    B3 B4: a struct task_struct of the script is not the kernel's
sh      $SONDE -q -e 'struct task_struct { int real_parent; int group_leader; }; begin { printf("%d %d %d\n", ppid, leader_tid == pid, ppid(curtask)); }' > out; [ "$(cat out)" = "$$ 1 $$" ] && echo same
expect  same
---
name    B3 B4: int32, and E for more than one task
sh      $SONDE -q -e 'begin { print(typeinfo(ppid).full_type); print(typeinfo(leader_tid(curtask)).full_type); }'; $SONDE -q -e 'begin { print(ppid(1, 2)); print(leader_tid("a")); }' 2>&1 | grep -c error:
expect  int32
        int32
        2
---
name    B4: threads have their leader's id
prog    tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { @[leader_tid == pid] = count(); }
args    -c "sh -c 'exec $TESTBIN/calls -t 4 getppid 100 >/dev/null'"
expect-re ^@\[true\]: [45]00$
---
name    B5 B6: uid, gid and the user's name; a user without one is a number
needs   root tool:setpriv tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%d %d %s\n", uid, gid, username); exit(); }
        begin { printf("%d %d %s %s\n", uid, gid, username, typeinfo(uid).full_type); }
run     cp $TESTBIN/calls calls && chmod 755 . calls && setpriv --reuid 12345 --regid 54321 --clear-groups ./calls getppid 1
expect  0 0 root uint64
        12345 54321 12345
---
name    B5: ids in the initial user namespace
needs   own-users
sh      cp $TESTBIN/calls calls; $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%d %d\n", uid, gid); exit(); }' -c "unshare -U sh -c './calls getppid 1 >/dev/null'"
expect  0 0
---
name    B7: comm is a string of 16 bytes, that of another process one of 64
sh      $SONDE -q -e 'begin { print(comm); print(sizeof(comm)); print(typeinfo(comm).full_type); } interval:ms:1 { print(sizeof(comm(2))); exit(); }'
expect  sonde
        16
        string[16]
        64
---
name    B7: comm of another process; none there: N/A and RW
needs   root kernel:6.12 tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%s %s %s\n", comm(2), comm(pid(init)), comm(999999999)); exit(); }
run     $TESTBIN/calls getppid 1
expect  kthreadd calls N/A
stderr-re ^<arg>:1:106: warning: comm\(\): there is no process of this number$
---
name    B7: a probe whose programs the kernel does not let ask: E
prog    begin { print(comm(1)); }
exit    1
stderr-re ^<arg>:1:15: error: 'comm' of another process is not available in begin probes
---
name    B8: names of the parent and of the group leader
sh      cat > t.sh <<'X'
        $SONDE -q -e 'begin { printf("%s %s %s %d\n", pcomm, leader_comm, pcomm(curtask), leader_comm(curtask.real_parent) == pcomm); }'
        :
        X
        cp "$(readlink -f /bin/sh)" parent; ./parent t.sh
expect  parent sonde parent 1
---
name    B9: curtask is a pointer to the kernel's task_struct
prog    begin { $t = curtask; printf("%d %d %s %s\n", $t.pid == tid(init), $t->tgid == pid(init), $t.comm, typeinfo(curtask).full_type); }
expect  1 1 sonde struct task_struct*
---
name    B10: cgroup is the id of the task's control group of version 2
sh      d=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts); [ "$d" ] || { d=$TMP/cg; mkdir $d; mount -t cgroup2 none $d; }; p=$(sed -n 's/^0:://p' /proc/self/cgroup); want=$(stat -c %i "$d$p"); got=$($SONDE -q -e 'begin { print(cgroup); }'); umount $TMP/cg 2>/dev/null; [ "$want" = "$got" ] && echo same
expect  same
---
name    B11 B13: the current CPU, and all that there can be
sh      for c in $(taskset -cp $$ | sed 's/.*: //; s/[,-]/ /g'); do taskset -c $c $SONDE -q -e 'begin { print(cpu); }' | grep -qx $c || echo not $c; done; range=$(cat /sys/devices/system/cpu/possible); [ "$($SONDE -q -e 'begin { print(ncpus); static_assert(ncpus > 0, "known"); }')" = $((${range#*-} + 1)) ] && echo right
expect  right
---
name    B12: the NUMA node of the CPU
sh      c=$(taskset -cp $$ | sed 's/.*: //; s/[^0-9].*//'); n=0; for d in /sys/devices/system/node/node*; do [ -e $d/cpu$c ] && n=${d##*node}; done; [ "$(taskset -c $c $SONDE -q -e 'begin { print(numaid); }')" = $n ] && echo right
expect  right
---
name    B14: random numbers of 32 bits
prog    begin { @[rand] = 1; @[rand] = 1; @[rand] = 1; @[rand] = 1; printf("%d %s\n", len(@) > 1, typeinfo(rand).full_type); clear(@); }
expect  1 uint32
---
name    B15: jiffies are the kernel's
sh      at() { sed -n 's/^jiffies: //p' /proc/timer_list | head -1; }; a=$(at); j=$($SONDE -q -e 'begin { print(jiffies); }'); b=$(at); [ "$a" -le "$j" ] && [ "$j" -le "$b" ] && echo between
expect  between
---
name    B16: nsecs by every clock, boot where none is named
sh      cat > clocks.py <<'X'
        import subprocess, time, os
        def now(): return [time.clock_gettime_ns(c) for c in (time.CLOCK_BOOTTIME, time.CLOCK_BOOTTIME, time.CLOCK_MONOTONIC, 11, 11)]
        a = now()
        out = subprocess.run([os.environ["SONDE"], "-q", "-e", 'begin { printf("%d %d %d %d %d\\n", nsecs, nsecs(boot), nsecs(monotonic), nsecs(tai), nsecs(sw_tai)); }'], capture_output=True, text=True).stdout
        b = now()
        print([x - 1000000 <= int(v) <= y + 1000000 for x, v, y in zip(a, out.split(), b)])
        X
        python3 clocks.py
expect  [True, True, True, True, True]
---
name    B16: another clock: E
prog    begin { print(nsecs(mono)); }
exit    1
stderr-re error: nsecs\(\) does not know this word
---
name    B17: elapsed begins at the start
prog    begin { printf("%d ", elapsed < 10s); @before = nsecs; @e = elapsed; @behind = nsecs; } interval:ms:30 { $before = nsecs; $e = elapsed; $behind = nsecs; printf("%d %d\n", elapsed >= 20ms, $e - @e >= $before - @behind && $e - @e <= $behind - @before); clear(@before); clear(@e); clear(@behind); exit(); }
expect  1 1 1
---
name    B18 B19: the name of the probe that fired, or its own one, and its kind
prog    begin { printf("%s %s\n", probe, probetype); } mine=interval:ms:1 { printf("%s %s %d\n", probe, probetype, probe == "mine"); exit(); } end { printf("%s %s\n", probe, probetype); }
expect  begin special
        mine interval 1
        end special
---
name    B19: the kind of a probe decides conditions
prog    begin { if comptime (probetype == "special") { print("yes"); } else { fail("no"); } @[probetype] = 1; } interval:ms:1, profile:hz:999 { print(probetype == "interval" || probetype == "profile"); exit(); }
expect-re ^yes$
expect-re ^true$
expect-re ^@\[special\]: 1$
---
name    B18: one program for many system calls knows which
prog    tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_exit_getppid, t:syscalls:sys_enter_getpid /pid == cpid && comm == "calls"/ { @[probe, probetype] = count(); }
args    -c "sh -c 'exec $TESTBIN/calls getppid 1000 >/dev/null'"
expect-re ^@\[tracepoint:syscalls:sys_enter_getppid, tracepoint\]: 1000$
expect-re ^@\[tracepoint:syscalls:sys_exit_getppid, tracepoint\]: 1000$
---
name    B18 B20: a wildcard of functions: which one it was
needs   root kprobe
prog    kprobe:vfs_rea* /comm == "cat"/ { @[func, probe] = count(); }
run     cat /proc/self/stat >/dev/null
expect-re ^@\[vfs_read, kprobe:vfs_read\]: [1-9]
---
name    B20: the function of a user probe
sh      $SONDE -q -e "uprobe:$TESTBIN/calls:main { print(func); print(probetype); exit(); }" -c "sh -c 'exec $TESTBIN/calls getppid 9000000 >/dev/null'"
expect  main
        uprobe
---
name    B20 B21: E where the probe has none
sh      for b in func args arg0 ctx retval sarg0; do $SONDE -q -e "begin { print($b); }" 2>&1 | grep -o "error: .*"; done
expect  error: 'func' is not available in begin probes
        error: 'args' is not available in begin probes
        error: 'arg0' is not available in begin probes
        error: 'ctx' is not available in begin probes
        error: 'retval' is not available in begin probes
        error: 'sarg0' is not available in begin probes
---
name    B21: arguments, by name and by number, and what was returned
sh      $SONDE -q -e "uprobe:$TESTBIN/calls:main { printf(\"%d %s\n\", arg0, str(*(uint64*)uptr(arg1 + 8))); } uretprobe:$TESTBIN/calls:main { printf(\"%d\n\", retval); exit(); } t:syscalls:sys_exit_getppid /comm == \"calls\"/ { @ = max(args.ret); } end { printf(\"%d\n\", @ > 0); clear(@); }" -c "$TESTBIN/calls getppid 1" | grep -v '^$' | head -4
expect-re ^3 getppid$
expect-re ^0$
expect-re ^1$
---
name    B22 B23: the command of -c
sh      $SONDE -q -e 'begin { printf("%d %d\n", cpid > 1, has_cpid); static_assert(sizeof(cpid) == 8, "uint64"); } t:syscalls:sys_enter_getppid /pid == cpid && comm == "calls"/ { print(comm); exit(); }' -c "sh -c 'exec $TESTBIN/calls getppid 1 >/dev/null'"
expect  1 1
        calls
---
name    B22 B23: no command: 0 and RW
prog    begin { printf("%d %d\n", cpid, has_cpid); }
expect  0 0
stderr-re ^<arg>:1:27: warning: cpid: there is no command
---
name    B24: a CPU in user mode, and one in the kernel
sh      cp "$(readlink -f /bin/sh)" spin; $SONDE -q -e 'profile:hz:999 /comm == "spin"/ { @ = usermode; @n[usermode] = count(); if (@n[1] > 20) { printf("%d %d\n", @n[1], sizeof(usermode)); clear(@); clear(@n); exit(); } }' -c './spin -c "while :; do :; done"'
expect  21 1
---
name    B25: kernel stacks in every mode, cut to a limit
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%d %d %d %d\n", len(kstack) > 1, len(kstack(1)), len(kstack(raw, 2)), len(kstack(perf)) == len(kstack(bpftrace))); print(kstack(1)); print(kstack(perf, 1)); print(kstack(raw, 1)); exit(); }
run     $TESTBIN/calls getppid 1
expect-re ^1 1 2 1$
expect-re ^        [a-z_0-9.]+\+[0-9]+$
expect-re ^	[0-9a-f]+ [a-z_0-9.]+\+[0-9]+$
expect-re ^[0-9a-f]+$
---
name    B25: limits from 1 to 1024, known modes; else E
prog    begin { print(kstack(0)); print(kstack(1025)); print(kstack(foo)); print(kstack(perf, 0)); }
exit    1
stderr-re <arg>:1:22: error: kstack\(\) takes a number of frames from 1 to 1024, not [01]
stderr-re <arg>:1:40: error: kstack\(\) takes a number of frames from 1 to 1024, not [01]
stderr-re <arg>:1:61: error: kstack\(\) does not know this word
stderr-re <arg>:1:87: error: kstack\(\) takes a number of frames from 1 to 1024, not [01]
---
name    B26: user stacks in every mode, cut to a limit; the innermost frame is exact
prog    uprobe:$1:three { printf("%d %d %d %d\n", len(ustack) > 3, len(ustack(1)), len(ustack(raw, 2)), len(ustack(perf)) == len(ustack(bpftrace)));
        	print(ustack(1)); print(ustack(perf, 1)); print(ustack(raw, 1)); print(ustack(build_id, 1)); print(ustack(build_id, 1) == ustack(build_id, 1)); exit(); }
args    $TESTBIN/chain
run     $TESTBIN/chain 1
expect-re ^1 1 2 1$
expect-re ^        three\+[0-9]+$
expect-re ^	[0-9a-f]+ three\+[0-9]+ \(/.*/chain\)$
expect-re ^[0-9a-f]+$
expect-re ^[0-9a-f]{40} 0x[0-9a-f]+$
expect-re ^true$
---
name    B26: limits from 1 to 1024, of build ids to 1000, known modes; else E
prog    begin { print(ustack(0)); print(ustack(1025)); print(ustack(foo)); print(ustack(build_id, 1001)); print(kstack(build_id)); let $s : ustack_t; $s = kstack; }
exit    1
stderr-re <arg>:1:22: error: ustack\(\) takes a number of frames from 1 to 1024, not 0
stderr-re <arg>:1:40: error: ustack\(\) takes a number of frames from 1 to 1024, not 1025
stderr-re <arg>:1:61: error: ustack\(\) does not know this word
stderr-re <arg>:1:91: error: ustack\(\) takes a number of frames from 1 to 1000, not 1001
stderr-re <arg>:1:112: error: kstack\(\) does not know this word
stderr-re '\$s' is ustack_t, not kstack_t
---
name    B27: stacks without frame pointers in every mode, of the process of --dwarf-pid; the innermost frame is exact
needs   root tool:cc
sh      cc -O2 -fomit-frame-pointer -o f $TESTDATA/unwind/named.c && mkfifo gate; ./f < gate & pid=$!; exec 8>gate; while [ "$(cat /proc/$pid/comm)" != f ]; do sleep 0.01; done
        $SONDE -q --dwarf-pid $pid -e 'uprobe:./f:inner { print(dw_ustack(1)); print(dw_ustack(perf, 3)); print(dw_ustack(raw, 1)); print(dw_ustack(build_id, 1)); @ = (len(dw_ustack) > 4, len(dw_ustack(2)), dw_ustack == dw_ustack, dw_ustack(1) == ustack(1)); exit(); }' --ready-fd 3 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        echo >&8; wait $pid; wait $sonde; sed 's/^	[0-9a-f]* /	ADDRESS /; s/^[0-9a-f]*0$/ADDRESS/; s/^[0-9a-f]\{40\} 0x[0-9a-f]*0$/ID OFFSET/; s/+[1-9][0-9]*/+N/; s/(\/.*\/f)/(f)/; /^$/d' out
expect
                inner+0
        	ADDRESS inner+0 (f)
        	ADDRESS middle+N (f)
        	ADDRESS outer+N (f)
        ADDRESS
        ID OFFSET
        @: (true, 2, true, true)
---
name    B27: limits from 1 to 1024, known modes, the limit behind the mode; config unstable_dw_ustack
prog    begin { print(dw_ustack(0)); print(dw_ustack(1025)); print(dw_ustack(symbols)); print(dw_ustack(3, 4)); }
exit    1
stderr-re <arg>:1:25: error: dw_ustack\(\) takes a number of frames from 1 to 1024, not 0
stderr-re <arg>:1:46: error: dw_ustack\(\) takes a number of frames from 1 to 1024, not 1025
stderr-re <arg>:1:70: error: dw_ustack\(\) does not know this word
stderr-re <arg>:1:97: error: dw_ustack\(\) takes the limit behind the mode
---
name    B27: config unstable_dw_ustack switches it off
env     SONDE_UNSTABLE_DW_USTACK=error
prog    begin { print(dw_ustack); }
exit    1
stderr-re ^<arg>:1:15: error: 'dw_ustack' is switched off by config 'unstable_dw_ustack'$
---
name    B29: elf_is_exe and elf_info, constants of the program or library that is probed
needs   root
sh      printf '%s\n' 'int f(int);' 'int main(void) { return f(1) == 0; }' >m.c; printf '%s\n' '__attribute__((noinline, used)) int f(int n) { __asm__ volatile(""); return n; }' >f.c
        gcc -shared -fPIC -Wl,--build-id=0x1234abcd -o libf.so f.c && gcc -o uses m.c ./libf.so && gcc -Wl,--build-id=none -o pie m.c f.c && gcc -no-pie -static -o fixed m.c f.c || exit
        for p in libf.so pie fixed; do
            run=./$p; [ $p = libf.so ] && run=./uses
            $SONDE -q -e "uprobe:./$p:f { if comptime elf_is_exe { printf(\"program\"); } else { printf(\"library\"); } printf(\" %s %d %d\\n\", elf_info.path, elf_info.is_exe, elf_info.inode == $(stat -c %i $p)); }" -c $run | sed "s,$PWD,.,"
        done
        $SONDE -q -e 'uprobe:./libf.so:f { print(elf_info.build_id); }' -c ./uses; $SONDE -q -e 'uprobe:./pie:f { print(strlen(elf_info.build_id)); }' -c ./pie
        $SONDE -q -e 'begin { print(elf_is_exe); print(elf_info); }' 2>&1 | grep error
expect  library ./libf.so 0 1
        program ./pie 1 1
        program ./fixed 1 1
        1234abcd
        0
        <arg>:1:15: error: 'elf_is_exe' is not available in begin probes
        <arg>:1:34: error: 'elf_info' is not available in begin probes
---
name    B28: config values, from the environment, the block and by default
env     SONDE_MAX_CAT_BYTES=77
prog    config = { max_strlen = 100; missing_probes = warn }
        begin { printf("%d %d %d %s %s %s\n", config.max_strlen, config.max_cat_bytes, config.max_map_keys, config.missing_probes, config.print_maps_on_exit, config.str_trunc_trailer);
        if comptime (config.max_strlen != 100) { fail("not known"); } $c = config; printf("%d %s\n", $c.max_strlen, $c.license); }
expect  100 77 4096 warn true ..
        100 GPL
---
name    B28: what is kept of processes by default depends on where their programs are
needs   root
sh      p='begin { print(config.cache_user_symbols); exit(); }'; $SONDE -q -e "$p" -c true; SONDE_CACHE_USER_SYMBOLS=PER_PID $SONDE -q -e "$p" -c true; $SONDE -q -e "config = { cache_user_symbols = NONE } $p" -c true
        [ "$(cat /proc/sys/kernel/randomize_va_space)" = 0 ] && d=PER_PROGRAM || d=PER_PID; [ "$($SONDE -q -e "$p")" = $d ] && echo as the machine is; SONDE_CACHE_USER_SYMBOLS=0 $SONDE -q -e "$p"
expect  PER_PROGRAM
        PER_PID
        NONE
        as the machine is
        NONE
---
name    B28: the size of the event buffer is read as it is, set or not, as the kernel's books say
needs   root
sh      for pages in "" 1 64 100; do
        [ -n "$pages" ] && export SONDE_PERF_RB_PAGES=$pages
        for program in 'print(config.perf_rb_pages);' '$c = config; print($c.perf_rb_pages);'; do
        $SONDE --ready-fd 3 -q -e "begin { $program } interval:1h { print(1); }" 3>ready >out & while ! [ -s ready ]; do sleep 0.01; done
        for fd in /proc/$!/fdinfo/*; do grep -qx 'map_type:.27' $fd && made=$(sed -n 's/^max_entries:.//p' $fd); done
        kill -INT $!; wait $!; read said <out; rm ready; [ $((said * $(getconf PAGESIZE))) = "$made" ] && [ $said -ge ${pages:-64} ] && [ $said -ge $(getconf _NPROCESSORS_CONF) ] && echo same; done; done
expect  same
        same
        same
        same
        same
        same
        same
        same
---
name    B18: the name is a string wherever one is wanted, in programs of several probes too
needs   root
prog    tracepoint:syscalls:sys_enter_getpp*, tracepoint:syscalls:sys_enter_getui* /comm == "calls"/ { for $i : 0..1 { @[str_concat(probe, "!"), strlen(probe), strcap(probe)] = count(); } }
        short=tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { $p = probe; @[str_concat($p, "?"), strlen($p), strcap($p)] = count(); }
        begin { $s = "begin"; printf("%d %d %d %d %d %d %s %d\n", probe == $s, $s != probe, strncmp(probe, "bed", 2), strncmp(probe, "bed", 3), strcontains(probe, "gin"), probe[1], str(probe, 3), is_str(probe)); print(strlen(pid ? probe : "none")); print(pid ? "none" : probe); }
args    -q
run     $TESTBIN/calls getppid 300 && $TESTBIN/calls getuid 200
expect  1 0 0 1 1 101 beg 1
        5
        none


        @[tracepoint:syscalls:sys_enter_getuid!, 36, 38]: 200
        @[short?, 5, 38]: 300
        @[tracepoint:syscalls:sys_enter_getppid!, 37, 38]: 300
---
name    B18: the name where a string is written: variables, parameters, results and casts
args    -q
prog    fn count_of($s : string[32]) : uint64 { return strlen($s); }
        begin { let $x : string[16] = probe; print($x); $x = probe; print(strlen($x)); print(count_of(probe)); print((string[3])probe); print(buf(probe, 2)); $t = (probe, 1); print($t.0 == $x); }
expect  begin
        5
        5
        beg..
        be
        true
---
name    B19 B28: what builtins say is not limited by max_strlen
env     SONDE_MAX_STRLEN=4
prog    begin { $p = probetype; print(probetype); print(($p, config.missing_probes, $p == "x")); exit(); }
        interval:1s { print(probetype); }
expect  special
        (special, error, false)
---
name    B28: an unknown key: E with the nearest
prog    begin { print(config.max_strln); }
exit    1
stderr-re ^<arg>:1:22: error: 'max_strln' is no field of 'config'$
stderr-re hint: did you mean 'max_strlen'\?
---
name    B30: arguments on the stack
sh      cat > many.c <<'X'
        __attribute__((noinline)) int many(int a, int b, int c, int d, int e, int f, long g, long h) { __asm__ volatile(""); return (int)(a + g - h); }
        int main(void) { return many(1, 2, 3, 4, 5, 6, 77, 88) == 0; }
        X
        gcc -O1 -o many many.c && $SONDE -q -e 'uprobe:./many:many { printf("%d %d %d\n", sarg0, sarg1, sizeof(sarg0)); exit(); }' -c ./many
expect  77 88 8
