# tests/live/kprobe.t - functions of the kernel by kprobe and kretprobe, by each mechanism: counts to the unit, arguments and results as the workload knows them.
name    kprobe counts every call
needs   root kprobe
prog    kprobe:__x64_sys_getppid /comm == "calls"/ { @ = count(); }
run     $TESTBIN/calls getppid 5000
stop    INT
expect


        @: 5000
---
name    the mechanism can be chosen
needs   root kprobe
sh      SONDE_ATTACH_BY=kprobe $SONDE -v -e 'kprobe:__x64_sys_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls -t 4 getppid 1000"
expect-re ^@: 4000$
stderr-re ^kprobe:__x64_sys_getppid: perf kprobe$
---
name    kprobe runs as fentry where that means the same
needs   root kprobe fentry
sh      $SONDE -v -e 'kprobe:__x64_sys_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls -t 4 getppid 1000"
expect-re ^@: 4000$
stderr-re ^kprobe:__x64_sys_getppid: fentry, cheaper than a breakpoint$
---
name    kretprobe runs as fexit where that means the same
needs   root kprobe fentry
sh      $SONDE -v -e 'kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @[retval] = count(); }' -c "$TESTBIN/calls write 4097*300 5000*20"
expect-re ^@\[5000\]: 20$
expect-re ^@\[4097\]: 300$
stderr-re ^kretprobe:vfs_write: fexit, cheaper than a kretprobe$
---
name    kretprobe by a perf event
needs   root kprobe
sh      SONDE_ATTACH_BY=kprobe $SONDE -v -e 'kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @[retval] = count(); }' -c "$TESTBIN/calls write 4097*300 5000*20"
expect-re ^@\[5000\]: 20$
expect-re ^@\[4097\]: 300$
stderr-re ^kretprobe:vfs_write: perf kretprobe$
---
name    kprobe_multi at entry and return
needs   root kprobe kernel:6.12
sh      SONDE_ATTACH_BY=kprobe_multi $SONDE -v -e 'kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @in[arg2] = count(); } kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @out[retval] = count(); }' -c "$TESTBIN/calls -t 3 write 4097*300 5000*20"
expect-re ^@in\[5000\]: 60$
expect-re ^@in\[4097\]: 900$
expect-re ^@out\[5000\]: 60$
expect-re ^@out\[4097\]: 900$
stderr-re ^kprobe:vfs_write: kprobe_(multi|session) link$
---
name    several bodies on one function, and its return
needs   root kprobe
prog    kprobe:__x64_sys_getppid /comm == "calls"/ { @a = count(); } kprobe:__x64_sys_getppid /comm == "calls"/ { @b = count(); } kretprobe:__x64_sys_getppid /comm == "calls"/ { @c = count(); }
run     $TESTBIN/calls getppid 500
stop    INT
expect-re ^@a: 500$
expect-re ^@b: 500$
expect-re ^@c: 500$
---
name    the functions of a wildcard share a program and keep their names
needs   root kprobe
prog    kprobe:vfs_w* /comm == "calls" && arg2 > 4096/ { @all = count(); @[probe] = count(); }
run     $TESTBIN/calls write 4097*300
stop    INT
expect


        @[kprobe:vfs_write]: 300
        @all: 300
---
name    one program serves the functions of a wildcard and knows which one it runs for
needs   root kprobe
prog    kprobe:vfs_w*, kprobe:ksys_w* /comm == "calls" && arg2 > 4096/ { @[probe] = count(); @f[func] = count(); }
run     $TESTBIN/calls -t 4 write 4097*300; test $(grep -l '^prog_type:.2$' /proc/$PID/fdinfo/* | wc -l) = 1
stop    INT
expect-re ^@\[kprobe:(vfs|ksys)_write\]: 1200$
expect-re ^@\[kprobe:(vfs|ksys)_write\]: 1200$
expect-re ^@f\[(vfs|ksys)_write\]: 1200$
expect-re ^@f\[(vfs|ksys)_write\]: 1200$
---
name    and at their returns
needs   root kprobe
prog    kretprobe:vfs_w*, kretprobe:ksys_w* /comm == "calls" && retval > 4096/ { @[probe] = count(); @f[func] = count(); }
run     $TESTBIN/calls -t 4 write 4097*300; test $(grep -l '^prog_type:.2$' /proc/$PID/fdinfo/* | wc -l) = 1
stop    INT
expect-re ^@\[kretprobe:(vfs|ksys)_write\]: 1200$
expect-re ^@\[kretprobe:(vfs|ksys)_write\]: 1200$
expect-re ^@f\[(vfs|ksys)_write\]: 1200$
expect-re ^@f\[(vfs|ksys)_write\]: 1200$
---
name    one link for the functions of a wildcard
needs   root kprobe kprobe_multi
prog    kprobe:vfs_* { @[probe, func] = count(); }
run     test $(grep -l '^link_type:' /proc/$PID/fdinfo/* | wc -l) = 1
stop    INT
reject-re ^error
---
name    the probed function, by each mechanism
needs   root kprobe
sh      for by in kprobe fentry; do SONDE_ATTACH_BY=$by $SONDE -e 'kprobe:vfs_write,kretprobe:vfs_write,fentry:vfs_write,fexit:vfs_write /comm == "calls"/ { @[probe, func] = count(); }' -c "$TESTBIN/calls write 4097*300" >$TMP/out && grep '^@' $TMP/out | sort; done
expect
        @[fentry:vfs_write, vfs_write]: 301
        @[fexit:vfs_write, vfs_write]: 301
        @[kprobe:vfs_write, vfs_write]: 301
        @[kretprobe:vfs_write, vfs_write]: 301
        @[fentry:vfs_write, vfs_write]: 301
        @[fexit:vfs_write, vfs_write]: 301
        @[kprobe:vfs_write, vfs_write]: 301
        @[kretprobe:vfs_write, vfs_write]: 301
---
name    a function by its address, and its return
needs   root kprobe
sh      at=0x$(grep ' [tT] vfs_write$' /proc/kallsyms | cut -d' ' -f1); $SONDE --unsafe -e "kprobe:$at,kretprobe:$at /comm == \"calls\"/ { @[probetype, func] = count(); }" -c "$TESTBIN/calls write 4097*300"
expect-re ^@\[k(ret)?probe, vfs_write\]: 301$
expect-re ^@\[k(ret)?probe, vfs_write\]: 301$
---
name    fentry and fexit run by kprobes where fentry cannot be had
needs   root kprobe btf
sh      SONDE_ATTACH_BY=perf $SONDE -v -e 'fentry:vfs_write /comm == "calls"/ { @[args.count, args.file != 0] = count(); } fexit:vfs_write /comm == "calls"/ { @r[retval] = count(); }' -c "$TESTBIN/calls write 4097*300"
expect-re ^@\[4097, true\]: 300$
expect-re ^@r\[4097\]: 300$
stderr-re ^fentry:vfs_write: perf kprobe, not fentry: attach_by asks for another mechanism$
stderr-re ^fexit:vfs_write: perf kretprobe, not fexit: attach_by asks for another mechanism$
---
name    a kretprobe has no arguments for an fexit
needs   root kprobe btf
sh      SONDE_ATTACH_BY=perf $SONDE -e 'fexit:vfs_write { @ = args.count; }'
exit    2
stderr-re error: 'fexit:vfs_write' cannot be attached: attach_by asks for another mechanism, and a kretprobe in its place would not have the arguments$
---
name    mechanisms that functions of the kernel do not have change nothing
needs   root kprobe btf
sh      for by in raw kprobe_multi; do SONDE_ATTACH_BY=$by $SONDE -v -e 'fentry:vfs_write /comm == "calls" && args.count > 4096/ { @[args.count] = count(); }' -c "$TESTBIN/calls write 4097*300" >$TMP/out && grep '^@' $TMP/out; done; SONDE_ATTACH_BY=raw $SONDE -e 'kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @[arg2] = count(); }' -c "$TESTBIN/calls write 4097*300" >$TMP/out && grep '^@' $TMP/out
expect
        @[4097]: 300
        @[4097]: 300
        @[4097]: 300
stderr-re ^fentry:vfs_write: fentry$
---
name    bodies on one function run in written order, whatever each would need alone
needs   root kprobe
prog    kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @order = 1; } kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @order = @order * 10 + 2; @ = reg("sp") > 0; } kprobe:vfs_wri* /comm == "calls" && arg2 > 4096/ { @order = @order * 10 + 3; } kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @order = @order * 10 + 4; }
run     $TESTBIN/calls write 4097*1
stop    INT
expect-re ^@order: 1234$
---
name    bodies of kprobe and fentry on one function run in written order
needs   root kprobe fentry
prog    kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @order = 1; } fentry:vfs_write /comm == "calls" && args.count > 4096/ { @order = @order * 10 + 2; } kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @order = @order * 10 + 3; }
run     $TESTBIN/calls write 4097*1
stop    INT
expect-re ^@order: 123$
---
name    the functions of a wildcard without names
needs   root kprobe
prog    kprobe:vfs_w*, kprobe:ksys_w* /comm == "calls" && arg2 > 4096/ { @ = count(); }
run     $TESTBIN/calls write 4097*300
stop    INT
expect


        @: 600
---
name    arguments as words and by name
needs   root kprobe btf
prog    kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @[arg2 == args.count, arg0 % 8, arg0 >> 56] = count(); }
run     $TESTBIN/calls write 4097*300
stop    INT
expect


        @[true, 0, 255]: 300
---
name    an offset at the start of an instruction
needs   root kprobe kernel:6.12
prog    kprobe:vfs_write+4 /comm == "calls"/ { @ = count(); }
run     $TESTBIN/calls getppid 1
stop    INT
expect-re ^@: 1$
---
name    listing by wildcard
needs   root kprobe
sh      $SONDE -l 'kprobe:vfs_readl*,kprobe:vfs_statf*'
expect
        kprobe:vfs_readlink
        kprobe:vfs_statfs
---
name    a misspelt function
needs   root kprobe
prog    kprobe:vfs_wriet { }
stop    none
exit    2
stderr-re error: the kernel has no function named 'vfs_wriet'$
stderr-re hint: did you mean 'vfs_write'\?
---
name    exact with more threads than processors, at entry and return, by each mechanism
needs   root kprobe tool:taskset
sh      for by in kprobe kprobe_multi fentry; do test $by != kprobe_multi || grep -qw register_fprobe_ips /proc/kallsyms || by=auto; SONDE_ATTACH_BY=$by $SONDE -e 'kprobe:__x64_sys_getppid,kretprobe:__x64_sys_getppid /comm == "calls"/ { @[probetype] = count(); }' -c "taskset -c 0 $TESTBIN/calls -t 8 getppid 1000" >$TMP/out && grep '^@' $TMP/out | sort; done
expect
        @[kprobe]: 8000
        @[kretprobe]: 8000
        @[kprobe]: 8000
        @[kretprobe]: 8000
        @[kprobe]: 8000
        @[kretprobe]: 8000
---
name    exact for fentry and fexit with more threads than processors
needs   root fentry tool:taskset
prog    fentry:__x64_sys_getppid,fexit:__x64_sys_getppid /comm == "calls"/ { @[probetype] = count(); }
run     taskset -c 0 $TESTBIN/calls -t 8 getppid 1000
stop    INT
expect-re ^@\[f(entry|exit)\]: 8000$
expect-re ^@\[f(entry|exit)\]: 8000$
---
name    arguments and results add up, by each mechanism
needs   root kprobe
sh      for by in kprobe fentry auto; do SONDE_ATTACH_BY=$by $SONDE -e 'kprobe:vfs_wri* /comm == "calls" && arg2 > 4096/ { @in = sum(arg2); } kretprobe:vfs_wri* /comm == "calls" && retval > 4096/ { @out = sum(retval); }' -c "$TESTBIN/calls -t 4 write 4097*300 5000*20" >$TMP/out && grep '^@' $TMP/out; done
expect
        @in: 5316400
        @out: 5316400
        @in: 5316400
        @out: 5316400
        @in: 5316400
        @out: 5316400
---
name    a function that calls itself, below its own return
needs   root kprobe
sh      for by in kprobe fentry; do SONDE_ATTACH_BY=$by $SONDE -e 'kprobe:ep_poll_callback /comm == "calls"/ { @all = count(); if (arg3 == 1) { @in = count(); } } kretprobe:ep_poll_callback /comm == "calls"/ { @out = count(); }' -c "$TESTBIN/calls -t 4 nest 100" >$TMP/out && grep '^@in' $TMP/out; echo $(($(sed -n 's/^@all: //p' $TMP/out) - $(sed -n 's/^@out: //p' $TMP/out))); done
expect
        @in: 800
        0
        @in: 800
        0
---
name    what is counted and what is missed is what was called
needs   root kprobe kernel:6.12
sh      SONDE_ATTACH_BY=kprobe $SONDE -e 'kretprobe:do_nanosleep /comm == "sleep"/ { @ = count(); }' -c 'sh -c "for i in $(seq 60); do sleep 3 & done; wait"' >$TMP/out 2>&1; n=$(sed -n 's/^@: //p' $TMP/out) m=$(sed -n 's/^Incomplete: missed_runs kretprobe:do_nanosleep //p' $TMP/out); echo $((n + ${m:-0}))
expect
        60
---
name    a function of locks warns, and is not traced inside of programs
needs   root kprobe
prog    kprobe:_raw_spin_lock { @ = count(); @c[comm] = count(); } kretprobe:_raw_spin_lock { @r[comm] = count(); }
run     $TESTBIN/calls write 4097*300
stop    INT
expect-re ^@: [1-9][0-9]*$
stderr-re warning: function '_raw_spin_lock' is part of locks that programs take themselves: it is not traced inside of programs that trace it$
stderr-re hint: what is left out is counted as missed runs$
---
name    wildcards leave out what should not be traced in numbers
needs   root kprobe
prog    kprobe:_raw_spin_lo* { @ = count(); }
stop    none
exit    2
stderr-re error: no function that can be traced is named like '_raw_spin_lo\*'$
stderr-re hint: those that there are should not be traced in numbers: name the one that you mean$
---
name    a function that only the start of the kernel had
needs   root kprobe
prog    kprobe:start_kernel { }
stop    none
exit    2
stderr-re error: function 'start_kernel' cannot be traced: it ran when the kernel started, and is gone$
---
name    several functions of one name
needs   root kprobe
sh      name=$(grep '^[A-Za-z0-9]*$' /sys/kernel/tracing/available_filter_functions | sort | uniq -d | head -1); $SONDE -e "kprobe:$name { }"
exit    2
stderr-re error: vmlinux has [0-9]+ functions named '[A-Za-z0-9]+', which cannot be told apart by name$
stderr-re hint: trace a function that calls it, or one that it calls$
---
name    a function that the kernel does not list is tried
needs   root kprobe
prog    kprobe:strnlen { }
stop    none
exit    2
stderr-re warning: function 'strnlen' is not in the kernel's list of those that can be traced$
stderr-re error: probe 'kprobe:strnlen': cannot attach: the kernel does not let that place be probed$
---
name    an inlined function
needs   root kprobe
prog    kprobe:get_current { }
stop    none
exit    2
stderr-re error: the kernel has no function named 'get_current'$
stderr-re hint: .*a function that the compiler put into its callers cannot be traced$
---
name    a function on the blacklist
needs   root kprobe
prog    kprobe:asm_exc_int3 { }
stop    none
exit    2
stderr-re error: function 'asm_exc_int3' cannot be traced: it is on the kernel's blacklist
---
name    a module that is not loaded
needs   root kprobe
prog    kprobe:no_such_module:f { }
stop    none
exit    2
stderr-re error: module 'no_such_module' is not loaded, or has no function that can be traced$
stderr-re hint: load it with: modprobe no_such_module$
---
name    an offset behind the end of the function
needs   root kprobe
prog    kprobe:vfs_write+100000 { }
stop    none
exit    2
stderr-re error: offset 100000 is outside of function 'vfs_write', which has [0-9]+ bytes$
---
name    a mechanism that cannot serve
needs   root kprobe
sh      SONDE_ATTACH_BY=fentry $SONDE -e 'kprobe:vfs_write+4 { }'
exit    2
stderr-re error: 'kprobe:vfs_write\+4' cannot be attached by fentry, which attach_by asks for: the probe is inside of the function$
---
name    an offset inside of an instruction
needs   root kprobe kernel:6.1
prog    kprobe:vfs_write+3 { }
stop    none
exit    2
stderr-re error: probe 'kprobe:vfs_write\+3': cannot attach: the offset is not at the start of an instruction$
---
name    symbols are read once for all the functions that are not there, and not at all by the next start
needs   root kprobe own-mounts
sh      unshare -m sh -e -c '
        miss() { $SONDE -e "kprobe:vfs_raed,kprobe:vfs_wriet,kprobe:there_is_none,kprobe:nor_this_one {}" 2>&1 || true; }
        export SONDE_CACHE_DIR=$PWD/cache; $SONDE -l kprobe:vfs_read > list
        cat /proc/kallsyms > symbols; mkfifo once; mount --bind once /proc/kallsyms
        cat symbols > once & miss > first; wait; cat first
        mount --bind /dev/null /proc/kallsyms; miss > second; cmp first second'
expect-re error: the kernel has no function named 'vfs_raed'$
expect-re hint: did you mean 'vfs_read'\?
expect-re error: the kernel has no function named 'vfs_wriet'$
expect-re hint: did you mean 'vfs_write'\?
expect-re error: the kernel has no function named 'there_is_none'$
expect-re error: the kernel has no function named 'nor_this_one'$
