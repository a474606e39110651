# tests/live/lang_query.t - what is known of a value's type, and control groups.
name    types of values
needs   root
prog    begin { $x = (uint8)1; @m = -1; $p = (int8 *)0;
                printf("%d%d%d %d%d%d %d%d %d%d\n", is_literal(5), is_literal("a"), is_literal($x), is_str(comm), is_str(5), is_ptr($p),
                        is_array(pton("::1")), is_array(comm), is_integer(@m), is_integer("1"));
                printf("%d%d%d\n", is_unsigned_integer($x), is_unsigned_integer(@m), is_unsigned_integer(comm)); }
expect-re ^110 101 10 10$
expect-re ^100$
---
name    maps with and without keys
needs   root
prog    begin { @a = 1; @b[1] = 2; @c = count(); @d[comm, 1] = count(); printf("%d%d%d%d\n", is_scalar(@a), is_scalar(@b), is_scalar(@c), is_scalar(@d)); }
expect-re ^1010$
---
name    functions of the kernel, by its types
needs   root btf
prog    begin { printf("%d%d%d%d\n", kfunc_exist("vfs_read"), kfunc_exist("vfs_read_no_such"), kfunc_exist(""), kfunc_exist("task_struct"));
        	if (kfunc_exist("vfs_read_no_such")) { printf("dead\n"); } }
expect  1000
---
name    no types, no functions
needs   root btf own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$0" -q -e "begin { printf(\"%d%d\n\", kfunc_exist(\"vfs_read\"), kfunc_allowed(\"vfs_read\")); }"' $SONDE
expect  00
---
name    what the kernel lets a program call depends on the probe: only iterators may close sockets, only what traces may hold a task
needs   root btf iter kernel:6.12
prog    begin { printf("%d%d%d%d\n", kfunc_allowed("bpf_rcu_read_lock"), kfunc_allowed("bpf_task_acquire"), kfunc_allowed("bpf_sock_destroy"), kfunc_allowed("vfs_read")); }
        iter:task { @i = (kfunc_allowed("bpf_rcu_read_lock"), kfunc_allowed("bpf_task_acquire"), kfunc_allowed("bpf_sock_destroy"), kfunc_allowed("vfs_read")); exit(); }
expect-re ^1000$
expect-re ^@i: \(true, true, true, false\)$
---
name    cgroupid is the number that the directory has, cgroup_path leads back
needs   root
sh      d=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts); [ -n "$d" ] || { echo 'unified:/'; exit; }; $SONDE -q -e "begin { printf(\"%d %s\n\", cgroupid(\"$d\"), cgroup_path(cgroupid(\"$d\"), \"uni*\")); }" > out; [ "$(cut -d' ' -f1 out)" = "$(stat -c %i "$d")" ] && cut -d' ' -f2 out
expect  unified:/
---
name    a filter that no hierarchy has, and an id that there is not
needs   root
prog    begin { printf("[%s] [%s]\n", cgroup_path(1, "no-such*"), cgroup_path(123456789123)); }
expect  [] []
