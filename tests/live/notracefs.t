# tests/live/notracefs.t - where tracefs is not mounted and may not be: the kernel's types say which tracepoints and functions there are (P8, P29).
name    tracepoints whose fields are not asked for
needs   root btf own-mounts tool:setpriv
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/tracing; mount -t tmpfs none /sys/kernel/debug; exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin "$@"' sh $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); } tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { @ret[args.ret > 0] = count(); } tracepoint:sched:sched_process_exit /comm == "calls"/ { @gone = count(); }' -c "$TESTBIN/calls getppid 1000" | grep @
expect
        @: 1000
        @gone: 1
        @ret[true]: 1000
---
name    fields of tracepoints
needs   root btf own-mounts tool:setpriv
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/tracing; mount -t tmpfs none /sys/kernel/debug; exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin "$@"' sh $SONDE -e 'tracepoint:syscalls:sys_enter_openat { @ = args.dfd; }'
exit    2
stderr
        <arg>:1:1: error: tracefs is not mounted and cannot be mounted here: Operation not permitted
            tracepoint:syscalls:sys_enter_openat { @ = args.dfd; }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: run as root: mount -t tracefs tracefs /sys/kernel/tracing
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    a tracepoint that the types do not know
needs   root btf own-mounts tool:setpriv
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/tracing; mount -t tmpfs none /sys/kernel/debug; exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin "$@"' sh $SONDE -e 'tracepoint:sched:sched_swich { @ = count(); }'
exit    2
stderr-re error: tracefs is not mounted and cannot be mounted here: Operation not permitted$
---
name    functions of the kernel and of modules
needs   root btf fentry module:overlay own-mounts tool:setpriv
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/tracing; mount -t tmpfs none /sys/kernel/debug; exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin "$@"' sh $SONDE -l 'fentry:vfs_write,fentry:overlay:ovl_rea*iter' 2>&1
expect
        fentry:overlay:ovl_read_iter
        fentry:vfs_write
