# tests/live/tcp.t - loopback TCP between two processes: addresses, ports and byte counts as the processes themselves saw them.
# What the helper prints, a line a connection: client's address and port, server's address and port, bytes.
name    connections by kprobe, read through struct sock
needs   root btf kprobe
prog    kprobe:tcp_connect /comm == "tcp-client"/ {
                $sk = (struct sock *)arg0;
                printf("%s %d %s %d\n", ntop($sk.__sk_common.skc_rcv_saddr), $sk.__sk_common.skc_num,
                        ntop($sk.__sk_common.skc_daddr), bswap($sk.__sk_common.skc_dport)); }
run     $TESTBIN/tcp -c 3 > want
after   cut -d' ' -f1-4 want | cmp - "$OUT"
---
name    connections by fentry with typed arguments
needs   root btf fentry
prog    fentry:tcp_connect /comm == "tcp-client"/ {
                printf("%s %d %s %d\n", ntop(args.sk.__sk_common.skc_rcv_saddr), args.sk.__sk_common.skc_num,
                        ntop(args.sk.__sk_common.skc_daddr), bswap(args.sk.__sk_common.skc_dport)); }
run     $TESTBIN/tcp -c 3 > want
after   cut -d' ' -f1-4 want | cmp - "$OUT"
---
name    connections over IPv6
needs   root btf kprobe
prog    kprobe:tcp_connect /comm == "tcp-client"/ {
                $sk = (struct sock *)arg0;
                printf("%s %d %s %d %d\n", ntop($sk.__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr8), $sk.__sk_common.skc_num,
                        ntop(10, $sk.__sk_common.skc_v6_daddr.in6_u.u6_addr8), bswap($sk.__sk_common.skc_dport), $sk.__sk_common.skc_family); }
run     $TESTBIN/tcp -6 -c 2 > want
after   cut -d' ' -f1-4 want | sed 's/$/ 10/' | cmp - "$OUT"
---
name    what accept returns, by kretprobe
needs   root btf kretprobe
prog    kretprobe:inet_csk_accept /comm == "tcp-server"/ {
                $sk = (struct sock *)retval;
                printf("%s %d %s %d\n", ntop($sk.__sk_common.skc_daddr), bswap($sk.__sk_common.skc_dport),
                        ntop($sk.__sk_common.skc_rcv_saddr), $sk.__sk_common.skc_num); }
run     $TESTBIN/tcp -c 3 > want
after   cut -d' ' -f1-4 want | cmp - "$OUT"
---
name    what accept returns, by fexit
needs   root btf fentry
prog    fexit:inet_csk_accept /comm == "tcp-server"/ {
                printf("%s %d %s %d\n", ntop(retval.__sk_common.skc_daddr), bswap(retval.__sk_common.skc_dport),
                        ntop(retval.__sk_common.skc_rcv_saddr), retval.__sk_common.skc_num); }
run     $TESTBIN/tcp -c 3 > want
after   cut -d' ' -f1-4 want | cmp - "$OUT"
---
name    bytes sent, by kprobe, for each port
needs   root btf kprobe
prog    kprobe:tcp_sendmsg /comm == "tcp-client"/ { @[((struct sock *)arg0).__sk_common.skc_num] = sum(arg2); @calls = count(); }
run     $TESTBIN/tcp -c 1 -n 7 -s 1234 > want
expect-re ^@\[[0-9]+\]: 8638$
expect-re ^@calls: 7$
---
name    bytes sent and received, by fentry and fexit
needs   root btf fentry
prog    fentry:tcp_sendmsg /comm == "tcp-client"/ { @sent[args.sk.__sk_common.skc_num] = sum(args.size); @calls = count(); }
        fexit:tcp_recvmsg /comm == "tcp-server" && retval > 0/ { @got[bswap(args.sk.__sk_common.skc_dport)] = sum(retval); }
run     $TESTBIN/tcp -c 2 -n 5 -s 700 > want
after   [ "$(awk '{ print "@sent[" $2 "]: " $5 "\n@got[" $2 "]: " $5 }' want | sort)" = "$(grep -v calls "$OUT" | grep . | sort)" ]
expect-re ^@calls: 10$
