# tests/live/fentry.t - functions of the kernel by fentry and fexit: counts to the unit, typed arguments and results as the workload knows them.
name    fentry counts every call
needs   root fentry
prog    fentry:__x64_sys_getppid /comm == "calls"/ { @ = count(); }
run     $TESTBIN/calls getppid 5000
stop    INT
expect


        @: 5000
---
name    fentry and fexit of four threads
needs   root fentry
prog    fentry:__x64_sys_getppid /comm == "calls"/ { @in = count(); } fexit:__x64_sys_getppid /comm == "calls"/ { @out = count(); @[retval] = count(); }
run     $TESTBIN/calls -t 4 getppid 2000; echo $$ > $TMP/parent
after   grep -q "^@\[$(cat $TMP/parent)\]: 8000$" $OUT
stop    INT
expect-re ^@in: 8000$
expect-re ^@out: 8000$
---
name    arguments and result
needs   root fentry
prog    fexit:vfs_write /comm == "calls" && args.count > 4096/ { @[args.count, retval, args.file != 0] = count(); }
run     $TESTBIN/calls write 4097*300 5000*20
stop    INT
expect


        @[5000, 5000, true]: 20
        @[4097, 4097, true]: 300
---
name    wildcards
needs   root fentry
prog    fentry:vfs_w*, fentry:ksys_w* /comm == "calls"/ { @[probe] = count(); }
run     $TESTBIN/calls getppid 1
stop    INT
expect-re ^@\[fentry:(vfs|ksys)_write\]: 1$
expect-re ^@\[fentry:(vfs|ksys)_write\]: 1$
---
name    listing with arguments
needs   root fentry
sh      $SONDE -lv 'fentry:vfs_write'
expect
        fentry:vfs_write
            struct file * file
            const char * buf
            size_t count
            loff_t * pos
---
name    a field that the function does not have
needs   root fentry
prog    fentry:vfs_write { @ = args.cuont; }
stop    none
exit    1
stderr-re error: .*cuont
---
name    a misspelt function
needs   root fentry
prog    fentry:vfs_wriet { }
stop    none
exit    2
stderr-re error: the kernel has no function named 'vfs_wriet'$
stderr-re hint: did you mean 'vfs_write'\?
---
name    the result belongs to fexit
needs   root fentry
prog    fentry:vfs_write { @ = retval; }
stop    none
exit    1
stderr-re error: 'retval' is not available in fentry probes$
---
name    a struct by value: its fields, and as a whole
needs   root fentry btf tool:setpriv tracepoint:syscalls:sys_enter_getuid
sh      $SONDE -e 'tracepoint:syscalls:sys_enter_getuid /comm == "calls"/ { @in[tid] = 1; } fentry:from_kuid_munged,fexit:from_kuid_munged /@in[tid] == 1/ { $k = args.kuid; @[probetype, args.kuid.val, args.targ != 0, $k.val] = count(); @w[args.kuid] = count(); } tracepoint:syscalls:sys_exit_getuid /comm == "calls"/ { delete(@in, tid); }' -c "setpriv --reuid 4711 --clear-groups $TESTBIN/calls -t 2 getuid 500" >$TMP/out && grep '^@' $TMP/out | sort
expect
        @[fentry, 4711, true, 4711]: 1000
        @[fexit, 4711, true, 4711]: 1000
        @w[{ .val = 4711 }]: 2000
