# tests/live/badkernel.t - kernels that lack something, people who may not, and what goes away under way: what needs it says so, the rest works, nothing stays attached.
name    without types: arguments of a function as words
needs   root kprobe own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$@"' - $SONDE -e 'kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @[arg2] = count(); }' -c "$TESTBIN/calls write 4097*300 5000*20"
expect-re ^@\[5000\]: 20$
expect-re ^@\[4097\]: 300$
---
name    without types: the result of a function
needs   root kprobe own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$@"' - $SONDE -e 'kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @[retval] = count(); }' -c "$TESTBIN/calls write 4097*300 5000*20"
expect-re ^@\[5000\]: 20$
expect-re ^@\[4097\]: 300$
---
name    without types: args of a function
needs   root kprobe own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$@"' - $SONDE -e 'kprobe:vfs_write { @ = args.count; }'
exit    2
stderr-re error: 'args' of 'kprobe:vfs_write' cannot be had: this kernel has no type information$
stderr-re hint: use arg0 to arg5, or a kernel with CONFIG_DEBUG_INFO_BTF$
---
name    without types: tracepoints, strings, maps and printf
needs   root own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$@"' - $SONDE -e 'tracepoint:syscalls:sys_enter_write /comm == "calls" && args.count > 4096/ { @[args.count] = count(); @s = lhist(args.count, 4000, 6000, 1000); } tracepoint:syscalls:sys_enter_execve /pid == cpid/ { @file = str(args.filename); } end { printf("%s\n", "done"); }' -c "$TESTBIN/calls write 4097*300 5000*20"
expect-re ^done$
expect-re ^@\[5000\]: 20$
expect-re ^@\[4097\]: 300$
expect-re ^@file: /.*/calls$
expect-re ^\[4000, 5000\) +300 
expect-re ^\[5000, 6000\) +20 
---
name    without types: fentry
needs   root fentry own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$@"' - $SONDE -e 'fentry:vfs_write { }'
exit    2
stderr-re error: fentry probes cannot be had: this kernel has no type information \(CONFIG_DEBUG_INFO_BTF\)$
---
name    without types: a structure of the kernel
needs   root own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$@"' - $SONDE -e 'begin { print(((struct task_struct *)curtask).pid); }'
exit    2
stderr-re error: 'struct task_struct' cannot be looked up: this kernel has no type information$
stderr-re hint: use a kernel with CONFIG_DEBUG_INFO_BTF
---
name    root without CAP_BPF
needs   root tool:setpriv
sh      setpriv --bounding-set -bpf,-sys_admin --inh-caps -bpf,-sys_admin $SONDE -e 'tracepoint:syscalls:sys_enter_getppid { }'
exit    2
stderr
        sonde: error: privileges: missing CAP_BPF; run it as root (sudo sonde ...), or give the program these capabilities
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    root without CAP_PERFMON
needs   root tool:setpriv
sh      setpriv --bounding-set -perfmon,-sys_admin --inh-caps -perfmon,-sys_admin $SONDE -e 'tracepoint:syscalls:sys_enter_getppid { }'
exit    2
stderr
        sonde: error: privileges: missing CAP_PERFMON; run it as root (sudo sonde ...), or give the program these capabilities
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    root with no more than CAP_BPF and CAP_PERFMON
needs   root tool:setpriv
sh      setpriv --bounding-set -all,+bpf,+perfmon --inh-caps -all,+bpf,+perfmon $SONDE -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls getppid 300"
expect-re ^@: 300$
---
name    a kprobe by root with no more than CAP_BPF and CAP_PERFMON
needs   root kprobe tool:setpriv
sh      setpriv --bounding-set -all,+bpf,+perfmon --inh-caps -all,+bpf,+perfmon $SONDE -e 'kprobe:vfs_write /comm == "calls" && arg2 == 4097/ { @ = count(); }' -c "$TESTBIN/calls write 4097*300"
expect-re ^@: 300$
---
name    a function that is listed by another name, without CAP_SYSLOG
needs   root kprobe tool:setpriv kernel:6.12
sh      setpriv --bounding-set -all,+bpf,+perfmon --inh-caps -all,+bpf,+perfmon $SONDE -e 'kprobe:__x64_sys_getppid { }'
exit    2
stderr-re error: function '__x64_sys_getppid' is not in the kernel's list .*: the kernel hides its addresses$
stderr-re hint: run as root, or with CAP_SYSLOG too$
---
name    CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON
needs   root tool:setpriv
sh      setpriv --bounding-set -bpf,-perfmon --inh-caps -bpf,-perfmon $SONDE -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls getppid 300"
expect-re ^@: 300$
---
name    another user
needs   root tool:setpriv
before  chmod 755 .; cp $SONDE sonde; cp $(dirname $SONDE)/sonde-compile .
sh      setpriv --reuid 65534 --regid 65534 --clear-groups ./sonde -e 'tracepoint:syscalls:sys_enter_getppid { }'
exit    2
stderr
        sonde: error: privileges: missing CAP_BPF, CAP_PERFMON, CAP_DAC_READ_SEARCH; run it as root (sudo sonde ...), or give the program these capabilities
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    another user who lacks one of three capabilities
needs   root tool:setpriv
before  chmod 755 .; cp $SONDE sonde; cp $(dirname $SONDE)/sonde-compile .
sh      setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +bpf,+perfmon --ambient-caps +bpf,+perfmon ./sonde -e 'tracepoint:syscalls:sys_enter_getppid { }'
exit    2
stderr
        sonde: error: privileges: missing CAP_DAC_READ_SEARCH; run it as root (sudo sonde ...), or give the program these capabilities
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
---
name    one of two probes cannot be attached: neither stays
needs   root kprobe kernel:6.1
before  $TESTBIN/bpf_left >left
sh      $SONDE -e 'kprobe:vfs_readlink { @ = count(); } kprobe:vfs_write+3 { }'
exit    2
stderr-re error: probe 'kprobe:vfs_write\+3': cannot attach: the offset is not at the start of an instruction$
stderr-re hint: disassemble the function to see where its instructions start$
after   $TESTBIN/bpf_left $(cat left)
---
name    a module that goes away before its function is attached
needs   root kprobe loadable:dummy
before  modprobe dummy; $TESTBIN/bpf_left >left; cp $SONDE sonde; printf '#!/bin/sh\n%s >image || exit\nmodprobe -r dummy\ncat image\n' $(dirname $SONDE)/sonde-compile >sonde-compile; chmod 755 sonde-compile
sh      ./sonde -e 'kprobe:vfs_readlink { @ = count(); } kprobe:dummy:dummy_xmit { @ = count(); }'
exit    2
stderr
        sonde: error: probe 'kprobe:dummy:dummy_xmit': module 'dummy' is not loaded any more; load it with: modprobe dummy
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
after   $TESTBIN/bpf_left $(cat left)
---
name    a module that goes away before its function is attached by fentry
needs   root fentry loadable:dummy
before  modprobe dummy; $TESTBIN/bpf_left >left; cp $SONDE sonde; printf '#!/bin/sh\n%s >image || exit\nmodprobe -r dummy\ncat image\n' $(dirname $SONDE)/sonde-compile >sonde-compile; chmod 755 sonde-compile
sh      ./sonde -e 'kprobe:vfs_readlink { @ = count(); } fentry:dummy:dummy_xmit { @ = count(); }'
exit    2
stderr
        sonde: error: probe 'fentry:dummy:dummy_xmit': module 'dummy' is not loaded any more; load it with: modprobe dummy
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
after   $TESTBIN/bpf_left $(cat left)
---
name    a function that goes away before it is attached
needs   root kprobe kernel:6.1
before  $TESTBIN/bpf_left >left; cp $SONDE sonde; printf '#!/bin/sh\n%s | sed s/vfs_readlink/vfs_xxxxlink/g\n' $(dirname $SONDE)/sonde-compile >sonde-compile; chmod 755 sonde-compile
sh      SONDE_ATTACH_BY=kprobe ./sonde -e 'kprobe:vfs_statfs { @ = count(); } kprobe:vfs_readlink { @ = count(); }'
exit    2
stderr-re error: probe 'kprobe:vfs_xxxxlink': cannot attach: there is no such function any more$
stderr-re hint: 
after   $TESTBIN/bpf_left $(cat left)
