# tests/live/stack.t - kernel stacks and symbols, against /proc/kallsyms and known callers.
name    the stack of a system call begins where it is entered and ends in the entry code
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[kstack] = count(); }
run     $TESTBIN/calls getppid 20000
after   grep -c '^@\[$' $OUT | grep -qx 1
expect-re ^        do_syscall_64\+[0-9]+$
expect-re ^        entry_SYSCALL_64_after_hwframe\+[0-9]+$
expect-re ^\]: 20000$
reject-re bpf_|traceiter
---
name    every frame is a symbol of /proc/kallsyms with its offset
needs   root
prog    profile:hz:997 { @[kstack] = count(); }
run     $TESTBIN/calls getppid 300000
after   sed -n 's/^        \(.*\)+[0-9]*$/\1/p' $OUT | sort -u > names; awk '{ print $3 }' /proc/kallsyms | sort -u > all; [ -s names ] && [ -z "$(comm -23 names all)" ]
reject-re ^        0x
---
name    the counts of all stacks are the events made
needs   root
prog    tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_enter_write /comm == "calls"/ { @[kstack] = count(); @n = count(); }
run     $TESTBIN/calls -t 4 getppid 25000; $TESTBIN/calls -t 4 write '10*25000'
after   [ "$(sed -n 's/^\]: //p' $OUT | awk '{ n += $1 } END { print n }')" -ge 200000 ] && [ "$(sed -n 's/^\]: //p' $OUT | awk '{ n += $1 } END { print n }')" = "$(sed -n 's/^@n: //p' $OUT)" ]
---
name    the stack of a switch: the scheduler, without frames of the tracer
needs   root
prog    rawtracepoint:sched_switch /comm == "nap"/ { @[kstack(2)] = count(); }
run     cp "$(command -v sleep)" nap; ./nap 0.01; ./nap 0.01
expect-re ^        __schedule\+[0-9]+$
reject-re bpf_
---
name    the stack is the same whether other programs are on the tracepoint or not, and every limit is one of frames of the traced
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @a[kstack(1)] = count(); @b[kstack(2)] = count(); @c[kstack(3)] = count(); @d[kstack] = count(); }
run     $TESTBIN/calls getppid 10; $SONDE -q --ready-fd 3 -e 'rawtracepoint:sys_enter { @ = count(); }' 3>ready >/dev/null & p=$!; until [ -s ready ]; do sleep 0.01; done; $TESTBIN/calls getppid 10; kill -INT $p; wait $p
after   [ $(grep -c '^\]: 20$' $OUT) = 4 ] && [ $(sed -n '/^@c/,/^\]/p' $OUT | grep -c '^        ') = 3 ]
---
name    all bodies of one event see the same stack
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @a = kstack; }
        tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @same = count(); if (@a != kstack) { @other = count(); } }
run     $TESTBIN/calls getppid 1000
after   grep -qx '@same: 1000' $OUT
---
name    a limit, and the modes perf and raw
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @p[kstack(perf, 2)] = count(); @r[kstack(raw, 2)] = count(); @one[kstack(1)] = count(); }
run     $TESTBIN/calls getppid 100
after   [ "$(grep -c '^	[0-9a-f]* [a-zA-Z0-9_.]*+[0-9]*$' $OUT)" = 2 ] && [ "$(grep -c '^[0-9a-f]\{16\}$' $OUT)" = 2 ] && [ "$(grep -c '^        ' $OUT)" = 1 ]
---
name    the raw addresses are those of the perf mode
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%s%s", kstack(perf, 9), kstack(raw, 9)); exit(); }
run     $TESTBIN/calls getppid 1
after   sed -n 's/^	\([0-9a-f]*\) .*/\1/p' $OUT > a; grep '^[0-9a-f]' $OUT > b; [ -s a ] && cmp a b
---
name    a stack in JSON is one string with its lines
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[kstack(1)] = count(); }
args    -f json
run     $TESTBIN/calls getppid 7
expect-re ^\{"type": "map", "data": \{"@": \{"\\n        [a-zA-Z0-9_.]+\+[0-9]+\\n": 7\}\}\}$
---
name    a stack in a tuple, a variable and a value
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { $s = kstack(1); @v = $s; @t[comm, $s] = count(); @eq = $s == @v; clear(@v); }
run     $TESTBIN/calls getppid 5
expect-re ^@eq: true$
expect-re ^@t\[calls, $
expect-re ^        [a-zA-Z0-9_.]+\+[0-9]+$
expect-re ^\]: 5$
---
name    in user mode there are no frames of the kernel
needs   root
prog    profile:hz:997 /comm == "burn"/ { @[kstack] = count(); }
run     timeout 1 sh -c 'cp /bin/sh burn; exec ./burn -c "while :; do :; done"'; true
expect-re ^@\[$
expect-re ^\]: [0-9]+$
---
name    stacks that there is no room for are counted
needs   root
sh      SONDE_MAX_MAP_KEYS=1 $SONDE -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%s", kstack(8)); printf("%s", kstack(2)); }' -c "$TESTBIN/calls getppid 1" 2> err | grep -o '<.*'; grep -o 'map_full kstack 1' err
expect  <stack not kept>
        map_full kstack 1
---
name    ksym is the name without offset, kaddr its address
needs   root
sh      a=$(awk '$3 == "schedule" { print $1; exit }' /proc/kallsyms); $SONDE -q -e "begin { printf(\"%s %s %d %d\n\", ksym(kaddr(\"schedule\")), ksym(0x$a + 4), kaddr(\"schedule\") == 0x$a, ksym(0x$a) == ksym(kaddr(\"schedule\"))); }"
expect  schedule schedule 1 1
---
name    an address that belongs to nothing stays one, and is counted
needs   root
prog    begin { print(ksym(0x1234)); }
expect  0x1234
stderr-re unresolved_symbols 1
---
name    ksym as a key
needs   root
prog    begin { @[ksym(kaddr("schedule")), 1] = 1; @[ksym(kaddr("do_exit")), 2] = 2; @[ksym(kaddr("schedule") + 1), 1] = 3; }
expect-re ^@\[schedule, 1\]: 1$
expect-re ^@\[do_exit, 2\]: 2$
expect-re ^@\[schedule, 1\]: 3$
---
name    usermode is where the instruction is
needs   root
prog    profile:hz:997 { @[usermode, reg("ip") >> 63 == 0, usermode == 1] = count(); }
run     timeout 1 sh -c 'while :; do :; done'; true
after   ! grep -q '^@' $OUT || ! grep '^@' $OUT | grep -v '^@\[1, true, true\]: [0-9]*$' | grep -v '^@\[0, false, false\]: [0-9]*$'
expect-re ^@\[1, true, true\]: [0-9]+$
---
name    registers of a function are its arguments
needs   root
sh      $SONDE -q -o data -e 'uprobe:$1:main { printf("%d %d %d %d\n", reg("di") == arg0, reg("si") == arg1, usermode, reg("ip") == reg("pc")); exit(); }' -c "$TESTBIN/calls getppid 1" $TESTBIN/calls >child; cat data
expect  1 1 1 1
---
name    numaid is a node that is there
needs   root
prog    begin { printf("%d\n", numaid); }
after   [ -d /sys/devices/system/node/node$(cat $OUT) ] || [ "$(cat $OUT)" = 0 ]
