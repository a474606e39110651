# tests/live/modules.t - functions, types and raw tracepoints of modules: a file system of our own, whose every read goes through the module `overlay`.
name    fentry and fexit of a module's function count every call
needs   root fentry module:overlay
before  mkdir low high m; dd if=/dev/zero of=low/data bs=97 count=60 status=none; mount -t overlay -o lowerdir=low:high own m
prog    fentry:overlay:ovl_read_iter /((struct ovl_fs *)args.iocb.ki_filp.f_inode.i_sb.s_fs_info).numlayer == 3/ { @in[args.iter.count] = count(); }
        fexit:ovl_read_iter /((struct ovl_fs *)args.iocb.ki_filp.f_inode.i_sb.s_fs_info).numlayer == 3/ { @out[retval] = count(); }
run     dd if=m/data of=/dev/null bs=97 status=none
after   umount m
stop    INT
expect


        @in[97]: 61
        @out[0]: 1
        @out[97]: 60
---
name    a type that only the module has
needs   root fentry module:overlay
before  mkdir low high m; mount -t overlay -o lowerdir=low:high own m
prog    fexit:overlay:ovl_statfs /((struct ovl_fs *)args.dentry.d_sb.s_fs_info).numlayer == 3/ { @[comm, args.dentry.d_sb.s_magic] = count(); }
run     stat -f m; stat -f m
after   umount m
stop    INT
expect


        @[stat, 2035054128]: 2
---
name    a function of a module by its types, as a kprobe
needs   root fentry kprobe module:overlay
before  mkdir low high m; dd if=/dev/zero of=low/data bs=97 count=60 status=none; mount -t overlay -o lowerdir=low:high own m
args    -v
prog    kprobe:overlay:ovl_read_iter /((struct ovl_fs *)args.iocb.ki_filp.f_inode.i_sb.s_fs_info).numlayer == 3/ { @[args.iter.count] = count(); }
run     dd if=m/data of=/dev/null bs=97 status=none
after   umount m
stop    INT
expect-re ^@\[97\]: 61$
stderr-re ^kprobe:overlay:ovl_read_iter: fentry
---
name    a function that the module does not have
needs   root fentry module:overlay
prog    fentry:overlay:ovl_raed_iter { }
stop    none
exit    2
stderr-re error: overlay has no function named 'ovl_raed_iter'$
stderr-re hint: did you mean 'ovl_read_iter'\?
---
name    a module that is not loaded
needs   root fentry
prog    fentry:no_such_module:f { }
stop    none
exit    2
stderr-re error: module 'no_such_module' is not loaded
---
name    raw tracepoints of a module count what its tracepoints count
needs   root module:9pnet tracepoint:9p:9p_client_req
prog    rawtracepoint:9pnet:9p_client_req /comm == "find"/ { @raw[args.type] = count(); }
        tracepoint:9p:9p_client_req /comm == "find"/ { @tp[args.type] = count(); }
run     find /usr/share/doc -maxdepth 1 -newer /etc/passwd > found
after   sed -n 's/^@raw/@tp/p' $OUT | sort > a; grep '^@tp' $OUT | sort > b; cmp a b && { [ -s a ] || ! grep -q ' 9p ' /proc/mounts; }
stop    INT
---
name    raw tracepoints of a module, listed
needs   root module:9pnet
sh      $SONDE -l 'rawtracepoint:9pnet:9p_cl*'; $SONDE -lv 'rawtracepoint:9p_client_req'
expect
        rawtracepoint:9pnet:9p_client_req
        rawtracepoint:9pnet:9p_client_res
        rawtracepoint:9p_client_req
            struct p9_client * clnt
            int8_t type
            int tag
---
name    a raw tracepoint that the module does not have
needs   root module:9pnet
prog    rawtracepoint:9pnet:9p_client_reg { }
stop    none
exit    2
stderr-re error: there is no raw tracepoint '9p_client_reg'$
stderr-re hint: did you mean '9p_client_re[qs]'\?
---
name    the types of a module are scanned once for each build of it: later starts read no more of them than their sizes
needs   root btf own-mounts loadable:f2fs
before  modprobe f2fs
after   modprobe -r f2fs
sh      unshare -m sh -e -c '
        types=/sys/kernel/btf/f2fs id=/sys/module/f2fs/notes/.note.gnu.build-id
        size() { $SONDE --no-cache -e "begin { print(sizeof(struct f2fs_sb_info)); exit(); }"; }
        forget() { mount --bind sizes $types; }
        export SONDE_CACHE_DIR=$PWD/cache
        head -c 24 $types > sizes; truncate -s $(stat -c %s $types) sizes
        size > scanned; forget; size > kept
        umount $types; rmmod f2fs; modprobe f2fs; forget; size > reloaded
        head -c -1 $id > other; printf x >> other; mount --bind other $id; size > not 2>&1 || cat not
        umount $id; size > again; cmp scanned kept; cmp scanned reloaded; cmp scanned again; grep -c "^[1-9][0-9]*$" scanned'
expect-re error: .*struct f2fs_sb_info
expect-re ^1$
---
name    what was kept of a module is not believed of the next one of its name, also when that lies where it lay
needs   root kprobe own-mounts loadable:f2fs
before  modprobe f2fs
after   modprobe -r f2fs
sh      unshare -m sh -e -c '
        export SONDE_CACHE_DIR=$PWD/cache
        list() { $SONDE -l "kprobe:f2fs:f2fs_file_read_i*"; }
        list; echo "f2fs_file_read_invented [f2fs]" >> cache/functions; list
        rmmod f2fs; modprobe f2fs; list'
expect
        kprobe:f2fs:f2fs_file_read_iter
        kprobe:f2fs:f2fs_file_read_invented
        kprobe:f2fs:f2fs_file_read_iter
        kprobe:f2fs:f2fs_file_read_iter
