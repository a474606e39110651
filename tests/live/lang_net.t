# tests/live/lang_net.t - addresses on networks, against what the system makes of them.
name    ntop of integers and bytes
needs   root
prog    begin { print(ntop(0)); print(ntop(0x0100007f)); print(ntop(2, 0x0100007f)); print(ntop(pton("10.1.2.3")));
                print(ntop(pton("2001:db8::1"))); print(ntop(10, pton("::ffff:192.0.2.1"))); }
expect  0.0.0.0
        127.0.0.1
        127.0.0.1
        10.1.2.3
        2001:db8::1
        ::ffff:192.0.2.1
---
name    an address family that is only known at run time
needs   root
prog    begin { $f = (uint16)$1; printf("%s %s\n", ntop($f, pton("1.2.3.4")), ntop($f + 8, pton("fe80::1"))); print(ntop($f + 1, 5)); }
args    2
expect  1.2.3.4 fe80::1
        (address family 3)
---
name    addresses in variables, maps, keys, tuples and comparisons
needs   root
prog    begin {
                @k[ntop(0x01010101), 80] = 1; @k[ntop(pton("2001:db8::2")), 443] = 2; @v = ntop(0x08080808);
                $a = ntop(0); if ($1 == 1) { $a = ntop(pton("::2")); }
                printf("%s %d %d [%9s]\n", $a, @v == ntop(0x08080808), @v == ntop(0x08080809), @v);
        }
args    1
expect  ::2 1 0 [  8.8.8.8]


        @k[1.1.1.1, 80]: 1
        @k[2001:db8::2, 443]: 2
        @v: 8.8.8.8
---
name    ntop in JSON
needs   root
prog    begin { @[ntop(0x0100007f)] = 1; print(ntop(pton("::1"))); }
args    -f json
expect-re ^\{"type": "value", "data": "::1"\}$
expect-re ^\{"type": "map", "data": \{"@": \{"127.0.0.1": 1\}\}\}$
---
name    bswap of every width
needs   root
prog    begin { printf("%x %x %x %x\n", bswap((uint8)0x12), bswap((uint16)0x1234), bswap((uint32)0x12345678), bswap((uint64)0x0102030405060708)); }
expect  12 3412 78563412 807060504030201
---
name    addresses and ports of a real connection
needs   root tool:python3 tracepoint:sock:inet_sock_set_state full-speed
prog    tracepoint:sock:inet_sock_set_state /comm == "python3" && args.oldstate == 7 && args.newstate == 2 && args.dport == 1/ {
                printf("%s %s %s %s\n", ntop(args.daddr), ntop(args.family, args.saddr), ntop(10, args.daddr_v6), ntop(args.daddr_v6)); exit(); }
run     python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.2", 0)); s.connect_ex(("127.0.0.3", 1))'
expect  127.0.0.3 127.0.0.2 ::ffff:127.0.0.3 ::ffff:127.0.0.3
---
name    macaddr of a packet that goes out, as the interface is asked for it
needs   root btf tracepoint:net:net_dev_queue full-speed
prog    tracepoint:net:net_dev_queue /args.len > 0 && str(args.name) == "lo"/ { $skb = (struct sk_buff *)args.skbaddr; print(macaddr($skb.dev.dev_addr)); exit(); }
run     ping -c1 -W1 127.0.0.1 >/dev/null 2>&1 || python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))'
expect  00:00:00:00:00:00
