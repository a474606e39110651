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
stderr-re ^kprobe:vfs_write: kprobe_multi link$
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
name    a function on the blacklist
needs   root kprobe
prog    kprobe:asm_exc_int3 { }
stop    none
exit    2
stderr-re error: function 'asm_exc_int3' cannot be traced: it is on the kernel's blacklist
---
name    a function that the kernel does not let be traced
needs   root kprobe
prog    kprobe:_raw_spin_lock_not_there, kprobe:start_kernel { }
stop    none
exit    2
stderr-re error: the kernel has no function named '_raw_spin_lock_not_there'$
stderr-re error: (the kernel has no function named 'start_kernel'|function 'start_kernel' cannot be traced)
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
