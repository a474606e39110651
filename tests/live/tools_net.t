# tests/live/tools_net.t - sonde net and sonde netcalls: connections and bytes of a workload whose numbers are known.
name    TCP: connections made and taken, bytes of both sides
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q net -c "$TESTBIN/sockets tcp 7 100003" | sed -n '/^total/,$p' | grep 'netcli\|netsrv' | sort
expect
        @total_accepts[netsrv]: 7
        @total_connects[netcli]: 7
        @total_received_bytes[netcli, tcp]: 21
        @total_received_bytes[netsrv, tcp]: 700021
        @total_sent_bytes[netcli, tcp]: 700021
        @total_sent_bytes[netsrv, tcp]: 21
---
name    TCP: a server that does not ask who connects
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q net -c "$TESTBIN/sockets tcp 40 5000 noaddr" | sed -n '/^total/,$p' | grep 'accepts.*netsrv\|connects.*netcli' | sort
expect
        @total_accepts[netsrv]: 40
        @total_connects[netcli]: 40
---
name    UDP: bytes once, however often they are looked at
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q net -c "$TESTBIN/sockets udp 50 1200" | sed -n '/^total/,$p' | grep 'netcli\|netsrv' | sort
expect
        @total_received_bytes[netsrv, udp]: 60000
        @total_sent_bytes[netcli, udp]: 60000
---
name    local sockets are not the network
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q net -c "$TESTBIN/sockets unix 5" | grep -c 'netcli\|netsrv'
expect  0
exit    1
---
name    connections that are refused were tried
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q net -c "$TESTBIN/sockets refused 4" | sed -n '/^total/,$p' | grep 'netcli'
expect  @total_connects[netcli]: 4
---
name    segments that no one answers are sent again
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q net -c "$TESTBIN/sockets drop 3" | sed -n '/^total/,$p' | grep 'netcli' | sort
expect
        @total_connects[netcli]: 4
        @total_retransmits[netcli]: 3
---
name    each second by process, in JSON
needs   root tracepoint:sock:sock_send_length
sh      $SONDE -q -f json net -c "sh -c '$TESTBIN/sockets tcp 3 1000; sleep 2.1'" | grep -o '{"@connects": {.*"netcli,[0-9]*": [0-9]*' | sed 's/.*netcli,[0-9]*": //' | awk '{ n += $1 } END { print n }'
expect  3
---
name    by system calls: TCP: connections made and taken, bytes of both sides
needs   root
sh      $SONDE -q netcalls -c "$TESTBIN/sockets tcp 7 100003" | sed -n '/^total/,$p' | grep 'netcli\|netsrv' | sort
expect
        @total_accepts[netsrv]: 7
        @total_connects[netcli]: 7
        @total_received_bytes[netcli, tcp]: 21
        @total_received_bytes[netsrv, tcp]: 700021
        @total_sent_bytes[netcli, tcp]: 700021
        @total_sent_bytes[netsrv, tcp]: 21
---
name    by system calls: TCP: a server that does not ask who connects
needs   root
sh      $SONDE -q netcalls -c "$TESTBIN/sockets tcp 40 5000 noaddr" | sed -n '/^total/,$p' | grep 'accepts.*netsrv\|connects.*netcli' | sort
expect
        @total_accepts[netsrv]: 40
        @total_connects[netcli]: 40
---
name    by system calls: UDP: bytes once, however often they are looked at
needs   root
sh      $SONDE -q netcalls -c "$TESTBIN/sockets udp 50 1200" | sed -n '/^total/,$p' | grep 'netcli\|netsrv' | sort
expect
        @total_received_bytes[netsrv, udp]: 60000
        @total_sent_bytes[netcli, udp]: 60000
---
name    by system calls: local sockets are not the network
needs   root
sh      $SONDE -q netcalls -c "$TESTBIN/sockets unix 5" | grep -c 'netcli\|netsrv'
expect  0
exit    1
---
name    by system calls: connections that are refused were tried
needs   root
sh      $SONDE -q netcalls -c "$TESTBIN/sockets refused 4" | sed -n '/^total/,$p' | grep 'netcli'
expect  @total_connects[netcli]: 4
---
name    by system calls: segments that no one answers are sent again
needs   root
sh      $SONDE -q netcalls -c "$TESTBIN/sockets drop 3" | sed -n '/^total/,$p' | grep 'netcli' | sort
expect
        @total_connects[netcli]: 4
        @total_retransmits[netcli]: 3
