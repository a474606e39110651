# tests/live/debian_bt.t - the scripts of Debian's package bpftrace, as they are: which attach on which kernel, and what their first lines look like.
name    every script of the package compiles, or says what this kernel lacks
needs   root btf tool:bitesize.bt full-speed
sh      for f in /usr/sbin/*.bt; do $SONDE --dry-run $f >/dev/null 2>err; [ $? = 1 ] && sed -n "s/.*error: /${f##*/}: /p" err; done; ls /usr/sbin/*.bt | wc -l
expect-re ^38$
---
name    bashreadline.bt: what is typed into bash
needs   root tool:bashreadline.bt tool:script
script  /usr/sbin/bashreadline.bt
run     (printf '%s\n' 'true hello'; until grep -q 'true hello' "$OUT"; do sleep 0.05; done) | script -qc 'bash --norc -i' /dev/null >/dev/null
expect-re ^TIME +PID +COMMAND$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}  [0-9]+ +true hello$
---
name    biolatency.bt: its functions are inlined into others here
needs   root tool:biolatency.bt kprobe
script  /usr/sbin/biolatency.bt
stderr-re 'blk_account_io_start'
exit    2
---
name    biosnoop.bt: its functions are inlined into others here
needs   root tool:biosnoop.bt kprobe
script  /usr/sbin/biosnoop.bt
stderr-re 'blk_account_io_start'
exit    2
---
name    biostacks.bt: two of its functions are not there
needs   root tool:biostacks.bt kprobe
script  /usr/sbin/biostacks.bt
stderr-re 'blk_account_io_start'
stderr-re 'blk_start_request'
exit    2
---
name    bitesize.bt: attaches; a disk to write to is not everywhere
needs   root tool:bitesize.bt tracepoint:block:block_rq_issue
script  /usr/sbin/bitesize.bt
run     sync
expect-re ^Tracing block device I/O\.\.\. Hit Ctrl-C to end\.$
expect-re ^I/O size \(bytes\) histograms by process name:$
---
name    capable.bt: capabilities that are asked for
needs   root tool:capable.bt kprobe own-mounts
script  /usr/sbin/capable.bt
run     unshare -m true
expect-re ^TIME +UID +PID +COMM +CAP +NAME +AUDIT$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}  0 +[0-9]+ +unshare +21 +CAP_SYS_ADMIN +[0-9]+$
---
name    cpuwalk.bt: CPUs in use
needs   root tool:cpuwalk.bt
script  /usr/sbin/cpuwalk.bt
run     timeout 1 sh -c "while :; do :; done"; true
expect-re ^@cpu: *$
expect-re ^\[[0-9]+\] +[0-9]+ \|@+ *\|$
---
name    dcsnoop.bt: names looked up in the cache of directories
needs   root tool:dcsnoop.bt kprobe
script  /usr/sbin/dcsnoop.bt
env     SONDE_MISSING_PROBES=warn
run     cat /etc/hostname >/dev/null
expect-re ^TIME +PID +COMM +T FILE$
expect-re  cat +[RM] .*hostname
---
name    execsnoop.bt: programs that are started
needs   root tool:execsnoop.bt
script  /usr/sbin/execsnoop.bt
run     env true abc def
expect-re ^TIME\(ms\) +PID +ARGS$
expect-re ^[0-9]+ +[0-9]+ +.*env true abc def$
---
name    gethostlatency.bt: names of hosts looked up
needs   root tool:gethostlatency.bt tool:getent
script  /usr/sbin/gethostlatency.bt
run     getent ahosts localhost >/dev/null || :
expect-re ^TIME +PID +COMM +LATms HOST$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}  [0-9]+ +getent +[0-9]+ localhost$
---
name    killsnoop.bt: signals sent
needs   root tool:killsnoop.bt
script  /usr/sbin/killsnoop.bt
run     sh -c 'sleep 100 & kill -9 $!'
expect-re ^TIME +PID +COMM +SIG +TPID +RESULT$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}  [0-9]+ +sh +9 +[0-9]+ +0$
---
name    loads.bt: the load out of the memory of the kernel
needs   root tool:loads.bt kprobe
script  /usr/sbin/loads.bt
run     until grep -q "load averages:" "$OUT"; do sleep 0.1; done
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2} load averages: [0-9]+\.[0-9]{3} [0-9]+\.[0-9]{3} [0-9]+\.[0-9]{3}$
---
name    mdflush.bt: its function is in a module that is not loaded
needs   root tool:mdflush.bt kprobe
script  /usr/sbin/mdflush.bt
stderr-re 'md_flush_request'
exit    2
---
name    naptime.bt: processes that sleep
needs   root tool:naptime.bt btf
script  /usr/sbin/naptime.bt
run     sh -c "$TESTBIN/calls nanosleep 20; true"
expect-re ^TIME +PPID +PCOMM +PID +COMM +SECONDS$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]+ +sh +[0-9]+ +calls +0\.020$
---
name    oomkill.bt: attaches; memory is not run out of for a test
needs   root tool:oomkill.bt kprobe btf
script  /usr/sbin/oomkill.bt
run     true
expect-re ^Tracing oom_kill_process\(\)\.\.\. Hit Ctrl-C to end\.$
---
name    opensnoop.bt: files opened
needs   root tool:opensnoop.bt
script  /usr/sbin/opensnoop.bt
run     cat /etc/hostname >/dev/null
expect-re ^PID +COMM +FD ERR PATH$
expect-re ^[0-9]+ +cat +[0-9]+ +0 /etc/hostname$
---
name    pidpersec.bt: processes a second
needs   root tool:pidpersec.bt
script  /usr/sbin/pidpersec.bt
run     until grep -q "PIDs" "$OUT"; do sleep 0.1; done
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2} PIDs/sec: @: [0-9]+$
---
name    runqlat.bt: time in the queue of a CPU
needs   root tool:runqlat.bt btf tracepoint:sched:sched_wakeup
script  /usr/sbin/runqlat.bt
run     sleep 0.1
expect-re ^@usecs: *$
expect-re \|@+ *\|$
---
name    runqlen.bt: length of the queue of a CPU
needs   root tool:runqlen.bt btf kprobe
script  /usr/sbin/runqlen.bt
run     timeout 1 sh -c "while :; do :; done"; true
expect-re ^@runqlen: *$
expect-re \|@+ *\|$
---
name    setuids.bt: processes that change their user
needs   root tool:setuids.bt tool:setpriv
script  /usr/sbin/setuids.bt
run     setpriv --reuid 12345 --clear-groups true
expect-re ^TIME +PID +COMM +UID +SYSCALL +ARGS \(RET\)$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]+ +setpriv +0 +setresuid ruid=12345 euid=12345 suid=12345 \(0\)$
---
name    ssllatency.bt: OpenSSL 3 has no function of some of the names
needs   root tool:ssllatency.bt
script  /usr/sbin/ssllatency.bt
stderr-re libcrypto.* has no function named 'rsa_ossl_public_encrypt'
exit    2
---
name    sslsnoop.bt: OpenSSL 3 has no function of some of the names
needs   root tool:sslsnoop.bt
script  /usr/sbin/sslsnoop.bt
stderr-re libcrypto.* has no function named 'rsa_ossl_public_encrypt'
exit    2
---
name    sslsnoop.bt: those of its functions that are there
needs   root tool:sslsnoop.bt tool:openssl full-speed
script  /usr/sbin/sslsnoop.bt
env     SONDE_MISSING_PROBES=warn
run     openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -subj /CN=test -days 1 2>/dev/null; openssl s_server -key key -cert cert -accept 127.0.0.1:0 -WWW >server 2>&1 &
        until port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server) && [ -n "$port" ]; do sleep 0.05; done; echo | openssl s_client -connect 127.0.0.1:$port >/dev/null 2>&1
expect-re ^TIME\(us\) +TID +COMM +LAT\(us\) +RET +FUNC$
expect-re  openssl +[0-9]+ +[0-9-]+ (SSL_[a-z_]+|0x[0-9a-f]+)$
---
name    statsnoop.bt: files asked for
needs   root tool:statsnoop.bt
script  /usr/sbin/statsnoop.bt
run     stat /etc/hostname >/dev/null
expect-re ^PID +COMM +ERR PATH$
expect-re ^[0-9]+ +stat +0 /etc/hostname$
---
name    swapin.bt: its function was renamed in Linux 6.2
needs   root tool:swapin.bt kprobe
sh      $SONDE --dry-run /usr/sbin/swapin.bt >/dev/null 2>&1; code=$?; if grep -qw swap_readpage /proc/kallsyms; then echo $((code == 0)); else echo $((code == 2)); fi
expect  1
---
name    syncsnoop.bt: calls of sync
needs   root tool:syncsnoop.bt
script  /usr/sbin/syncsnoop.bt
run     sync
expect-re ^TIME +PID +COMM +EVENT$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}  [0-9]+ +sync +tracepoint:syscalls:sys_enter_sync$
---
name    syscount.bt: counts of system calls
needs   root tool:syscount.bt
script  /usr/sbin/syscount.bt
run     true
expect-re ^Top 10 syscalls IDs: *$
expect-re ^@syscall\[[0-9]+\]: [0-9]+$
expect-re ^Top 10 processes: *$
expect-re ^@process\[.*\]: [0-9]+$
---
name    tcpaccept.bt: connections that are accepted
needs   root tool:tcpaccept.bt kprobe btf
script  /usr/sbin/tcpaccept.bt
run     $TESTBIN/tcp >/dev/null
expect-re ^TIME +PID +COMM +RADDR +RPORT +LADDR +LPORT +BL$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]+ +tcp-server +127\.0\.0\.1 +[0-9]+ +127\.0\.0\.3 +[0-9]+ +0/[0-9]+$
---
name    tcpconnect.bt: connections that are made
needs   root tool:tcpconnect.bt kprobe btf
script  /usr/sbin/tcpconnect.bt
run     $TESTBIN/tcp >/dev/null
expect-re ^TIME +PID +COMM +SADDR +SPORT +DADDR +DPORT *$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]+ +tcp-client +127\.0\.0\.1 +[0-9]+ +127\.0\.0\.3 +[0-9]+ *$
---
name    tcpdrop.bt: packets that are dropped
needs   root tool:tcpdrop.bt tracepoint:skb:kfree_skb btf
script  /usr/sbin/tcpdrop.bt
run     $TESTBIN/tcp >/dev/null
expect-re ^TIME +PID +COMM +SADDR:SPORT +DADDR:DPORT +STATE *$
---
name    tcplife.bt: lives of connections
needs   root tool:tcplife.bt kprobe btf
script  /usr/sbin/tcplife.bt
run     $TESTBIN/tcp >/dev/null
expect-re ^PID +COMM +LADDR +LPORT RADDR +RPORT TX_KB RX_KB MS$
expect-re ^[0-9]+ +tcp-clie?n?t? +127\.0\.0\.1 +[0-9]+ +127\.0\.0\.3 +[0-9]+ +[0-9]+ +[0-9]+ [0-9]+$
---
name    tcpretrans.bt: attaches; loopback loses nothing
needs   root tool:tcpretrans.bt kprobe btf
script  /usr/sbin/tcpretrans.bt
run     $TESTBIN/tcp >/dev/null
expect-re ^Tracing tcp retransmits\. Hit Ctrl-C to end\.$
---
name    tcpsynbl.bt: queues of connections to come
needs   root tool:tcpsynbl.bt kprobe btf
script  /usr/sbin/tcpsynbl.bt
run     $TESTBIN/tcp >/dev/null
expect-re ^@backlog\[[0-9]+\]: *$
expect-re \|@+ *\|$
---
name    threadsnoop.bt: pthread_create is in libc now
needs   root tool:threadsnoop.bt
script  /usr/sbin/threadsnoop.bt
stderr-re libpthread.* has no function named 'pthread_create'
exit    2
---
name    undump.bt: what goes over sockets between processes
needs   root tool:undump.bt kprobe btf tool:perl
script  /usr/sbin/undump.bt
run     perl -e 'use Socket; socketpair(A, B, AF_UNIX, SOCK_STREAM, 0); syswrite(A, "a message"); sysread(B, $x, 100)'
expect-re ^TIME +COMM +PID +SIZE +DATA *$
expect-re perl +[0-9]+ +8 +a message|perl +[0-9]+ +9 +a message
---
name    vfscount.bt: functions of the file system
needs   root tool:vfscount.bt kprobe
script  /usr/sbin/vfscount.bt
run     cat /etc/hostname > out
expect-re ^@\[vfs_write\]: [0-9]+$
---
name    vfsstat.bt: functions of the file system a second
needs   root tool:vfsstat.bt kprobe
script  /usr/sbin/vfsstat.bt
run     until grep -q "@.vfs_" "$OUT"; do cat /etc/hostname > out; sleep 0.1; done
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}$
expect-re ^@\[vfs_(open|write|read)\]: [0-9]+$
---
name    writeback.bt: pages written to disk
needs   root tool:writeback.bt tracepoint:writeback:writeback_start full-speed
script  /usr/sbin/writeback.bt
run     f=$(mktemp /var/tmp/sonde-XXXXXX); dd if=/dev/zero of=$f bs=64k count=4 2>/dev/null; sync; rm -f $f
expect-re ^TIME +DEVICE +PAGES +REASON +ms$
expect-re ^[0-9]{2}:[0-9]{2}:[0-9]{2}  [^ ]+ +[0-9]+ +[a-z_]+ +[0-9]+\.[0-9]{3}$
---
name    xfsdist.bt: its functions are in a module that is not loaded
needs   root tool:xfsdist.bt kprobe
script  /usr/sbin/xfsdist.bt
stderr-re 'xfs_file_read_iter'
exit    2
