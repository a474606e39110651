# Listing: functions with their types, types of the kernel in C.
name    types by name, and what is not there
needs   btf
sh      "$SONDE" -l 'struct pat[h],enum pid_typ?, union sigval, typedef pid_t'; "$SONDE" -l 'struct nonsense_*'; echo $?; "$SONDE" --no-warnings -l 'kprobe:nonsense_*, struct nonsense'; echo $?
expect
        enum pid_type
        struct path
        typedef pid_t
        union sigval
        0
        0
stderr
        sonde: warning: pattern 'struct nonsense_*': no type of this kernel matches
---
name    definitions of types
needs   btf
sh      "$SONDE" -lv 'struct path,enum pid_type,union sigval'; "$SONDE" -lv 'struct file_operations' | grep -w 'open\|owner'; "$SONDE" -f json -l 'struct list_head'
expect
        vmlinux: enum pid_type {
        	PIDTYPE_PID = 0,
        	PIDTYPE_TGID = 1,
        	PIDTYPE_PGID = 2,
        	PIDTYPE_SID = 3,
        	PIDTYPE_MAX = 4,
        };
        vmlinux: struct path {
        	struct vfsmount *mnt;
        	struct dentry *dentry;
        };
        vmlinux: union sigval {
        	int sival_int;
        	void *sival_ptr;
        };
        	struct module *owner;
        	int (*open)(struct inode *, struct file *);
        {"type": "type", "data": {"name": "struct list_head", "module": "vmlinux", "definition": "struct list_head {\n\tstruct list_head *next;\n\tstruct list_head *prev;\n};"}}
---
name    a C compiler lays definitions out as the headers say: bit fields, packed, unions
needs   btf tool:gcc full-speed
before  printf '%s\n' '#include <linux/types.h>' > have.h; printf '#include <linux/%s.h>\n' tcp ip if_ether > want.h
        "$SONDE" -lv 'struct tcphdr,struct iphdr,struct ethhdr' | sed 's/^vmlinux: //' >> have.h
        printf '%s\n' '#include <stddef.h>' '#include <stdio.h>' 'int main(void) { struct tcphdr t = {0}; t.doff = 5; t.fin = 1; t.ack = 1; t.urg_ptr = 7; fwrite(&t, sizeof(t), 1, stdout);' \
        'struct iphdr i = {0}; i.ihl = 5; i.version = 4; i.daddr = 9; fwrite(&i, sizeof(i), 1, stdout);' 'struct ethhdr e = {0}; e.h_proto = 3; fwrite(&e, sizeof(e), 1, stdout); }' > main.c
sh      for f in have want; do gcc -w -include $f.h main.c -o $f && ./$f > $f.bytes; done; cmp have.bytes want.bytes && wc -c < have.bytes
expect  54
---
name    functions are listed, and their arguments, by kernels that can attach to them and by others
needs   btf
sh      "$SONDE" -l kprobe:vfs_read,kretprobe:vfs_read,fentry:vfs_read 2>/dev/null; "$SONDE" -lv 'kprobe:vfs_fsync,fexit:vfs_fsync,kretprobe:vfs_fsync' 2>/dev/null
        "$SONDE" -f json -l fexit:vfs_fsync 2>/dev/null
expect
        fentry:vfs_read
        kprobe:vfs_read
        kretprobe:vfs_read
        fexit:vfs_fsync
            struct file * file
            int datasync
            int retval
        kprobe:vfs_fsync
            struct file * file
            int datasync
        kretprobe:vfs_fsync
        {"type": "probe", "data": {"name": "fexit:vfs_fsync", "args": [{"name": "file", "type": "struct file *"},{"name": "datasync", "type": "int"},{"name": "retval", "type": "int"}]}}
---
name    the functions that the kernel lists
needs   kprobe fentry
sh      "$SONDE" -l 'kprobe:vfs_*,kprobe:tcp_*' | sed 's/^kprobe://' > got; grep '^\(vfs\|tcp\)_[^ ]*$' /sys/kernel/tracing/available_filter_functions | grep -v '\.part\.\|\.cold' | LC_ALL=C sort | uniq -u > want
        cmp got want && test "$(wc -l < got)" -gt 100 && echo same; "$SONDE" -l 'vfs_fsync'; "$SONDE" -l 'k:vfs_read,kretprobe:vfs_rea[d]'
expect
        same
        fentry:vfs_fsync
        kprobe:vfs_fsync
        kprobe:vfs_read
        kretprobe:vfs_read
---
name    a kernel without type information
needs   btf own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && "$SONDE" -l "struct path"'; echo $?; unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && "$SONDE" -lv software:page-faults'
expect
        2
        software:page-faults
stderr-re ^sonde: error: types of the kernel cannot be listed: it has no type information
---
name    walks with what their context has
needs   btf iter
sh      "$SONDE" -lv 'iter:task,iter:task_file'; "$SONDE" -f json -l iter:task
expect
        iter:task
            struct bpf_iter_meta * meta
            struct task_struct * task
        iter:task_file
            struct bpf_iter_meta * meta
            struct task_struct * task
            u32 fd
            struct file * file
        {"type": "probe", "data": {"name": "iter:task", "args": [{"name": "meta", "type": "struct bpf_iter_meta *"},{"name": "task", "type": "struct task_struct *"}]}}
---
name    the list, kept in a file, follows the modules
needs   root kprobe fentry tool:modprobe
sh      modprobe -r dummy; "$SONDE" --no-warnings -l 'kprobe:dummy:*' | wc -l; "$SONDE" -l 'kprobe:vfs_read,kprobe:vfs_write'
        modprobe dummy; "$SONDE" -l 'kprobe:dummy:dummy_setup*'; "$SONDE" -l 'kprobe:vfs_read'; modprobe -r dummy; "$SONDE" --no-warnings -l 'kprobe:dummy:*' | wc -l
expect
        0
        kprobe:vfs_read
        kprobe:vfs_write
        kprobe:dummy:dummy_setup
        kprobe:vfs_read
        0
---
name    probes of which there are as many as one can write have no list: their form is shown
needs   root
sh      for p in 'watchpoint:*' w 'aw:*:8:w' 'interval:s:*' profile self test; do "$SONDE" -l "$p"; echo $?; done; "$SONDE" --no-warnings -l 'watchpoint:*'; "$SONDE" -l 'watchpoint:0x1000:8:w,interval:s:2,iter:task'
expect
        0
        0
        0
        0
        0
        0
        0
        interval:s:2
        iter:task
        watchpoint:4096:8:w
stderr
        sonde: warning: pattern 'watchpoint:*': there is no list of watchpoint probes: they are written watchpoint:address:length:mode
        sonde: warning: pattern 'w': there is no list of watchpoint probes: they are written watchpoint:address:length:mode
        sonde: warning: pattern 'aw:*:8:w': there is no list of watchpoint probes: they are written watchpoint:address:length:mode
        sonde: warning: pattern 'interval:s:*': there is no list of interval probes: they are written interval:s:1
        sonde: warning: pattern 'profile': there is no list of profile probes: they are written profile:hz:99
        sonde: warning: pattern 'self': there is no list of self probes: they are written self:signal:SIGUSR1
        sonde: warning: pattern 'test': there is no list of test probes: they are written test:name
---
name    7.1: why nothing matches, and how all of a binary is written
needs   root
sh      for p in uprobe:libc:getadrinfo uprobe:$PWD/none:f tracepoint:sced:x uprobe:/bin/sh uprobe:libc usdt:libc; do $SONDE -l "$p" 2>&1 | sed "s|$PWD|D|g; s|/[^ ]*/libc.so.6|L|"; done
expect
        sonde: warning: pattern 'uprobe:libc:getadrinfo': L has no function named 'getadrinfo': did you mean 'getaddrinfo'?
        sonde: warning: pattern 'uprobe:D/none:f': there is no program or library 'D/none': a container's files are found with -p and one of its processes
        sonde: warning: pattern 'tracepoint:sced:x': there is no category 'sced' of tracepoints: did you mean 'sched'?
        sonde: error: attach point is incomplete: uprobe is written 'uprobe:binary:function[+offset]': all functions of a binary: uprobe:/bin/sh:*
        sonde: error: 'uprobe:libc' names no binary: did you mean all that it has, 'uprobe:libc:*'?
        sonde: error: 'usdt:libc' names no binary: did you mean all that it has, 'usdt:libc:*'?
---
name    7.1: what cannot be listed for lack of privileges points to the doctor
needs   root
sh      d=$(mktemp -d); cp -L $SONDE $d/sonde; chmod 755 $d; cd $d; setpriv --reuid=65534 --clear-groups ./sonde -l 'tracepoint:sched:*' 2>&1 | sed 's|/sys[^ ]*|TRACEFS|'; cd /; rm -r $d
expect-re ^sonde: error: .*TRACEFS cannot be read: Permission denied
expect-re ^sonde: hint: 'sonde doctor' says
