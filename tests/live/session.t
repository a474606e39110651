# tests/live/session.t - kprobe and kretprobe of one function on one attachment: the same events, values and names as on two.  Before Linux 6.14 only where
# attach_by asks for kprobe_multi, because there a session loses entries that a link of its own would see.
name    entry and return of a function share a link and keep their names, arguments and results
needs   root kprobe kprobe_session
sh      SONDE_ATTACH_BY=kprobe_multi $SONDE -v -e 'kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @in[arg2] = count(); @p[probe, func] = count(); } kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @out[retval] = count(); @p[probe, func] = count(); }' -c "$TESTBIN/calls -t 3 write 4097*300 5000*20"
expect-re ^@in\[5000\]: 60$
expect-re ^@in\[4097\]: 900$
expect-re ^@out\[5000\]: 60$
expect-re ^@out\[4097\]: 900$
expect-re ^@p\[kprobe:vfs_write, vfs_write\]: 960$
expect-re ^@p\[kretprobe:vfs_write, vfs_write\]: 960$
stderr-re ^kprobe:vfs_write: kprobe_session link$
stderr-re ^kretprobe:vfs_write: kprobe_session link$
---
name    one body at entry and return, several bodies in written order, the return written first
needs   root kprobe kprobe_session tool:taskset
sh      SONDE_ATTACH_BY=kprobe_multi $SONDE -e 'kretprobe:__x64_sys_getppid,kprobe:__x64_sys_getppid /comm == "calls"/ { @both[probe] = count(); @at[tid] = 1; } kprobe:__x64_sys_getppid /@at[tid] == 1/ { @at[tid] = 2; } kprobe:__x64_sys_getppid /@at[tid] == 2/ { @order = count(); delete(@at, tid); } kretprobe:__x64_sys_getppid /@at[tid] == 1/ { delete(@at, tid); @after = count(); }' -c "taskset -c 0 $TESTBIN/calls -t 3 getppid 500"
expect-re ^@after: 1500$
expect-re ^@both\[kprobe:__x64_sys_getppid\]: 1500$
expect-re ^@both\[kretprobe:__x64_sys_getppid\]: 1500$
expect-re ^@order: 1500$
reject-re ^@at\[
---
name    the functions of two equal wildcards: one program, one link
needs   root kprobe kprobe_session
env     SONDE_ATTACH_BY=kprobe_multi
prog    kprobe:vfs_w* /comm == "calls" && arg2 > 4096/ { @in[func, arg2] = count(); } kretprobe:vfs_w* /comm == "calls" && retval > 4096/ { @out[func, retval] = count(); }
run     $TESTBIN/calls -t 4 write 4097*300; test $(grep -l '^prog_type:.2$' /proc/$PID/fdinfo/* | wc -l) = 1 && test $(grep -l '^link_type:' /proc/$PID/fdinfo/* | wc -l) = 1
stop    INT
expect


        @in[vfs_write, 4097]: 1200
        @out[vfs_write, 4097]: 1200
---
name    wildcards that meet in some functions only
needs   root kprobe kprobe_session
sh      SONDE_ATTACH_BY=kprobe_multi $SONDE -v -e 'kprobe:vfs_write* /comm == "calls"/ { @[func] = count(); } kretprobe:vfs_writ?,kretprobe:ksys_write /comm == "calls"/ { @r[func] = count(); }' -c "$TESTBIN/calls write 4097*300"
expect-re ^@\[vfs_write\]: 301$
expect-re ^@r\[(vfs|ksys)_write\]: 301$
expect-re ^@r\[(vfs|ksys)_write\]: 301$
stderr-re ^kprobe:vfs_write: kprobe_session link$
stderr-re ^kprobe:vfs_writev: kprobe_multi link$
stderr-re ^kretprobe:vfs_write: kprobe_session link$
stderr-re ^kretprobe:ksys_write: kprobe_multi link$
---
name    the functions of two wildcards have links of their own where a body asks which one it is
needs   root kprobe kprobe_session
sh      SONDE_ATTACH_BY=kprobe_multi $SONDE -v -e 'kprobe:vfs_w*,kretprobe:vfs_w* /comm == "calls"/ { @[probe] = count(); }' -c "$TESTBIN/calls write 4097*300"
expect-re ^@\[kprobe:vfs_write\]: 301$
expect-re ^@\[kretprobe:vfs_write\]: 301$
stderr-re ^kprobe:vfs_write: kprobe_multi link$
---
name    more calls under way than a kernel has places for: no entry is lost
needs   root kprobe
sh      $SONDE -e 'kprobe:hrtimer_nanosleep,kretprobe:hrtimer_nanosleep /comm == "sleep" && reg("ip") != 0/ { @[probetype] = count(); }' -c "/bin/sh -c 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do sleep 3 & done; wait'" 2>$TMP/err | grep '^@.kprobe'
expect
        @[kprobe]: 16
---
name    where one side is cheaper by the trampoline, both go their own ways
needs   root kprobe fentry
sh      $SONDE -v -e 'kprobe:vfs_write /comm == "calls" && reg("ip") != 0/ { @[probetype] = count(); } kretprobe:vfs_write /comm == "calls"/ { @[probetype] = count(); }' -c "$TESTBIN/calls write 4097*300"
expect-re ^@\[kprobe\]: 301$
expect-re ^@\[kretprobe\]: 301$
stderr-re ^kprobe:vfs_write: perf kprobe
stderr-re ^kretprobe:vfs_write: fexit
