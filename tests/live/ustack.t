# tests/live/ustack.t - stacks of processes: the chain of calls of the helper `chain`, which has frame pointers, in processes that live and that have ended.
name    every frame of a known chain has its name, with depth and order, and is counted for each call
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(4)] = count(); @all = len(ustack) > 4; }
run     $TESTBIN/chain 1000
after   sed -n 's/^        \(.*\)+[0-9]*$/\1/p' $OUT | tr '\n' ' ' | grep -qx 'three two one main ' && [ $(grep -c '^@\[' $OUT) = 1 ]
expect-re ^@\[$
expect-re ^        three\+[0-9]+$
expect-re ^        two\+[0-9]+$
expect-re ^        one\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 1000$
reject-re ^        0x
---
name    offsets are those of the addresses from the symbols of the file
needs   root tool:nm
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { printf("%s%s", ustack(perf, 3), ustack(build_id, 3)); exit(); }
run     $TESTBIN/chain 1
after   for f in three two one; do at=$(nm $TESTBIN/chain | awk -v f=$f '$3 == f { print $1 }'); off=$(sed -n "s/^	[0-9a-f]* $f+\([0-9]*\) .*/\1/p" $OUT);
        place=$(grep '^[0-9a-f]\{40\} 0x' $OUT | sed -n "$(case $f in three) echo 1p ;; two) echo 2p ;; one) echo 3p ;; esac)" | sed 's/.* //');
        [ -n "$off" ] && [ $((0x$at + off)) = $((place)) ] || exit 1; done
---
name    a limit, and the modes perf, raw and build_id
needs   root tool:readelf
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @p[ustack(perf, 2)] = count(); @r[ustack(raw, 3)] = count(); @b[ustack(build_id, 2)] = count(); @one[ustack(1)] = count(); }
run     $TESTBIN/chain 100
after   id=$(readelf -n $TESTBIN/chain | sed -n 's/.*Build ID: //p'); [ "$(grep -c '^	[0-9a-f]* t[a-z]*+[0-9]* (/.*/chain)$' $OUT)" = 2 ] && [ "$(grep -c '^[0-9a-f]\{8,16\}$' $OUT)" = 3 ] && [ "$(grep -c "^$id 0x[0-9a-f]*$" $OUT)" = 2 ] && [ "$(grep -c '^        three+' $OUT)" = 1 ]
---
name    the raw addresses are those of the perf mode
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { printf("%s%s", ustack(perf), ustack(raw)); exit(); }
run     $TESTBIN/chain 1
after   sed -n 's/^	\([0-9a-f]*\) .*/\1/p' $OUT > a; grep '^[0-9a-f]' $OUT > b; [ -s a ] && cmp a b
---
name    a stack in JSON is one string with its lines
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(2)] = count(); }
args    -f json
run     $TESTBIN/chain 7
expect-re ^\{"type": "map", "data": \{"@": \{"\\n        three\+[0-9]+\\n        two\+[0-9]+\\n": 7\}\}\}$
---
name    a stack in a tuple, a variable and a value, with a stack of the kernel, and compared
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { $s = ustack(1); @v = $s; @t[comm, $s, kstack(1)] = count(); @eq = $s == @v; @ne = ustack(2) == @v; @len = len($s) + len(ustack(3)); clear(@v); }
run     $TESTBIN/chain 5
expect-re ^@eq: true$
expect-re ^@len: 4$
expect-re ^@ne: false$
expect-re ^@t\[chain, $
expect-re ^        three\+[0-9]+$
expect-re ^, $
expect-re ^\]: 5$
---
name    the stack in a loop and in a function of the script
needs   root
prog    fn f() : ustack_t { return ustack; } tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { for ($i : 0..3) { @[ustack] = count(); } @f[f()] = count(); }
run     $TESTBIN/chain 5
expect-re ^        three\+[0-9]+$
expect-re ^\]: 15$
expect-re ^        three\+[0-9]+$
expect-re ^\]: 5$
---
name    two processes with the same calls are two keys, and both have names when they have ended
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(raw)] = count(); @n[ustack] = count(); }
run     setarch -R $TESTBIN/chain 10; setarch -R $TESTBIN/chain 10
after   [ $(grep -c '^\]: 10$' $OUT) = 4 ] && [ $(grep -c '^        three+' $OUT) = 2 ]
---
name    children that live for a moment have the names of what their parent had mapped
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(5)] = count(); @n = count(); }
run     $TESTBIN/chain forks 200
after   [ $(grep -c '^\]: 1$' $OUT) = 200 ] && [ $(grep -c '^        three+' $OUT) = 200 ] && [ $(grep -c '^        fork_many+' $OUT) = 200 ]
expect-re ^@n: 200$
reject-re ^        0x
---
name    programs that have ended, one after the other
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(4)] = count(); }
run     i=0; while [ $i -lt 100 ]; do $TESTBIN/chain 1; i=$((i + 1)); done
after   [ $(grep -c '^\]: 1$' $OUT) = 100 ] && [ $(grep -c '^        three+' $OUT) = 100 ] && [ $(grep -c '^        main+' $OUT) = 100 ]
reject-re ^        0x
---
name    the command of -c, from its first call on
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid && comm == "chain"/ { @[ustack(4)] = count(); }' -c "$TESTBIN/chain 3" | sed 's/+[0-9]*$//'
expect
        
        
        @[
                three
                two
                one
                main
        ]: 3
---
name    a process that was there before, and ends while it is traced
needs   root
sh      mkfifo gate; $TESTBIN/chain gated 5 < gate & chain=$!; exec 8> gate
        $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(3)] = count(); }' --ready-fd 3 3>ready 8>&- >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        while ls -l /proc/$sonde/fd | grep -q ' /proc$'; do sleep 0.01; done; exec 8>&-; wait $chain; kill -INT $sonde; wait $sonde; sed 's/+[0-9]*$//' out
expect
        
        
        @[
                three
                two
                one
        ]: 5
---
name    names of C++ and Rust as their programs have them
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(3)] = count(); }
run     $TESTBIN/chain mangled 4
expect-re ^        three\+[0-9]+$
expect-re ^        int place::Thing::method<int>\(int\)\+[0-9]+$
expect-re ^        mycrate::function\+[0-9]+$
expect-re ^\]: 4$
---
name    names of C++ and Rust as their linkers have them
needs   root
prog    config = { cpp_demangle = false } tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(3)] = count(); }
run     $TESTBIN/chain mangled 4
expect-re ^        _ZN5place5Thing6methodIiEET_S2_\+[0-9]+$
expect-re ^        _RNvC7mycrate8function\+[0-9]+$
expect-re ^\]: 4$
---
name    functions made in memory have the names of /tmp/perf-PID.map, the last one of a place
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(5)] = count(); @p[ustack(perf, 4)] = count(); }
run     mkfifo gate; $TESTBIN/chain jit 6 < gate & exec 8> gate; until ls -l /proc/$PID/fd | grep -q '/perf-.*.map$'; do sleep 0.01; done; exec 8>&-; wait
after   rm -f $(sed -n 's/.* (\(\/tmp\/perf-[0-9]*.map\))$/\1/p' $OUT)
expect-re ^        one\+[0-9]+$
expect-re ^        made:in memory\+6$
expect-re ^        call_made\+[0-9]+$
expect-re ^\]: 6$
expect-re ^	[0-9a-f]+ made:in memory\+6 \(/tmp/perf-[0-9]+\.map\)$
---
name    functions made in memory by a process that has another number and another /tmp in its own namespaces
needs   root own-mounts
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(5)] = count(); }
run     mkfifo gate; unshare -m -p -f sh -c "exec 7< gate; mount -t tmpfs none /tmp && $TESTBIN/chain jit 6 <&7; true" & exec 8> gate; until ls -l /proc/$PID/fd | grep -q '/perf-.*.map$'; do sleep 0.01; done; exec 8>&-; wait
expect-re ^        made:in memory\+6$
expect-re ^\]: 6$
---
name    a program that only a mount namespace of its own has, while it runs and when it has ended
needs   root own-mounts
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(4)] = count(); }
run     mkdir m; mkfifo gate; unshare -m sh -c "mount -t tmpfs none m && cp $TESTBIN/chain m/ && exec m/chain wait 3" < gate & exec 8> gate; until ls -l /proc/$PID/fd | grep -q '/chain$'; do sleep 0.01; done; exec 8>&-; wait
expect-re ^        three\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 3$
---
name    a program in another root directory
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(perf, 4)] = count(); }
run     mkdir -p r/lib64 r/lib/x86_64-linux-gnu; cp $TESTBIN/chain r/chain; for f in $(ldd $TESTBIN/chain | grep -o '/[^ ]*'); do mkdir -p r/$(dirname $f); cp $f r/$f; done; mkfifo gate; chroot r /chain wait 3 < gate & exec 8> gate; until ls -l /proc/$PID/fd | grep -q '/chain$'; do sleep 0.01; done; exec 8>&-; wait
expect-re ^	[0-9a-f]+ three\+[0-9]+ \(/chain\)$
expect-re ^	[0-9a-f]+ main\+[0-9]+ \(/chain\)$
expect-re ^\]: 3$
---
name    a program that is deleted while it runs
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "gone"/ { @[ustack(4)] = count(); }
run     cp $TESTBIN/chain gone; mkfifo gate; ./gone wait 3 < gate & exec 8> gate; until ls -l /proc/$PID/fd | grep -q '/gone$'; do sleep 0.01; done; rm gone; exec 8>&-; wait
expect-re ^        three\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 3$
---
name    a program without names leaves addresses, and they are counted; its module is known
needs   root tool:strip
prog    tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { @p[ustack(perf, 2)] = count(); @[ustack(2)] = count(); }
run     cp $TESTBIN/chain bare; strip bare; ./bare 3
expect-re ^        0x[0-9a-f]+$
expect-re ^        0x[0-9a-f]+$
expect-re ^\]: 3$
expect-re ^	[0-9a-f]+ \[unknown\] \(/.*/bare\)$
stderr-re ^Incomplete: unresolved_symbols 4$
---
name    a program whose names are in a file of their own beside it
needs   root tool:strip tool:objcopy
prog    tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { @[ustack(4)] = count(); }
run     cp $TESTBIN/chain bare; objcopy --only-keep-debug bare bare.debug; strip bare; objcopy --add-gnu-debuglink=bare.debug bare; ./bare 3
expect-re ^        three\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 3$
---
name    a stripped program that keeps its names in compressed form
needs   root tool:strip tool:objcopy tool:xz
prog    tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { @[ustack(4)] = count(); }
run     cp $TESTBIN/chain bare; objcopy --only-keep-debug bare names; objcopy --strip-debug names; xz names; strip bare; objcopy --add-section .gnu_debugdata=names.xz bare; ./bare 3
expect-re ^        three\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 3$
---
name    a stripped program whose compressed names are damaged
needs   root tool:strip tool:objcopy
prog    tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { @[ustack(1)] = count(); }
run     cp $TESTBIN/chain bare; strip bare; head -c 5000 /dev/urandom > names; objcopy --add-section .gnu_debugdata=names bare; ./bare 3
expect-re ^        0x[0-9a-f]+$
expect-re ^\]: 3$
stderr-re ^Incomplete: unresolved_symbols 1$
---
name    a thread of the kernel has no user stack
needs   root
prog    rawtracepoint:sched_switch /pid == 0 || comm == "rcu_preempt"/ { @[ustack] = count(); @n[len(ustack)] = count(); }
run     sleep 0.2
expect-re ^@\[$
expect-re ^\]: [0-9]+$
expect-re ^@n\[0\]: [0-9]+$
after   ! grep -q '^        ' $OUT
---
name    stacks that there is no room for are counted
needs   root
sh      SONDE_MAX_MAP_KEYS=1 $SONDE -e 'tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { printf("%s", ustack(3)); printf("%s", ustack(2)); }' -c "$TESTBIN/chain 1" 2> err | grep -o '<.*'; grep -o 'map_full ustack 1' err
expect  <stack not kept>
        map_full ustack 1
---
name    symbols are read at once when they are not to be read late
needs   root
prog    config = { lazy_symbolication = false } tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(2)] = count(); }
run     $TESTBIN/chain 9
expect-re ^        three\+[0-9]+$
expect-re ^        two\+[0-9]+$
expect-re ^\]: 9$
---
name    nothing is kept of processes when that is not wanted, and those that live have names
needs   root
sh      mkfifo gate; $SONDE -q -e 'config = { cache_user_symbols = NONE } tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(2)] = count(); }' --ready-fd 3 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        $TESTBIN/chain wait 4 < gate > made & exec 8> gate; until [ -s made ]; do sleep 0.01; done; kill -INT $sonde; wait $sonde; exec 8>&-; sed 's/+[0-9]*$//' out
expect
        
        
        @[
                three
                two
        ]: 4
---
name    K1: what is kept by program and by process has the same names for processes that have ended, whether they were at the same addresses or not
needs   root
sh      cp $TESTBIN/chain own; cp own other; for keep in PER_PID PER_PROGRAM 1; do for how in '' 'setarch -R'; do SONDE_CACHE_USER_SYMBOLS=$keep $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "own" || comm == "other"/ { @[ustack(2), comm] = count(); }' \
            -c "sh -c '$how ./own 5; $how ./other 11; $how ./own 7'" | sed 's/+[0-9]*//' | tr -s ' \n' ' '; echo; done; done | sort | uniq -c | sed 's/^ *//; s/ $//'
expect  6  @[ three two , own]: 5 @[ three two , own]: 7 @[ three two , other]: 11
---
name    the stack at the start of a function of a user probe has its caller next, with a frame of its own and without
needs   root
prog    uprobe:$1:two { @two[ustack(4)] = count(); } uprobe:$1:bare_leaf { @leaf[ustack(4)] = count(); @one[ustack(1)] = count(); @n[len(ustack)] = count(); }
args    $TESTBIN/chain
run     $TESTBIN/chain 50; $TESTBIN/chain leaf 20
after   [ $(grep -c '^@n\[' $OUT) = 1 ]
expect-re ^@leaf\[$
expect-re ^        bare_leaf\+0$
expect-re ^        above_leaf\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 20$
expect-re ^@two\[$
expect-re ^        two\+[0-9]+$
expect-re ^        one\+[0-9]+$
expect-re ^        main\+[0-9]+$
expect-re ^\]: 50$
---
name    source lines are those of the calls, and functions that were put into others come before them
needs   root
prog    config = { show_debug_info = true } tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { printf("%s%s", ustack(3), ustack(perf, 3)); exit(); }
run     $TESTBIN/chain 1
after   path=$(sed -n 's/^        two+[0-9]*@\(.*\):[0-9]*$/\1/p' $OUT); line() { sed -n "s/^        $1@.*:\([0-9]*\)$/\1/p" $OUT; }; text() { sed -n "$(line "$1")p" $path; }
        text 'three+[0-9]*' | grep -q 'return n + ' && text '\[inlined\] between' | grep -q 'return three(n) + 10;' && text 'two+[0-9]*' | grep -q 'return between(n) + 100;' && text 'one+[0-9]*' | grep -q 'return two(n) + 1;'
expect-re ^        three\+[0-9]+@/.*/chain\.c:[0-9]+$
expect-re ^        \[inlined\] between@chain\.c:[0-9]+$
expect-re ^        two\+[0-9]+@/.*/chain\.c:[0-9]+$
expect-re ^	[0-9a-f]+ between \(inlined\)$
expect-re ^	[0-9a-f]+ two\+[0-9]+ \(/.*/chain\)$
---
name    a program without debug information has no lines
needs   root tool:strip
prog    config = { show_debug_info = true } tracepoint:syscalls:sys_enter_getppid /comm == "plain"/ { print(ustack(2)); exit(); }
run     cp $TESTBIN/chain plain; strip -g plain; ./plain 1
expect-re ^        three\+[0-9]+$
expect-re ^        two\+[0-9]+$
---
name    samples of a program that is busy
needs   root full-speed
prog    profile:hz:997 /comm == "burn"/ { @[ustack] = count(); @n = count(); }
run     $TESTBIN/burn 1 300 books
after   grep -q '^@n: ' $OUT && [ "$(sed -n 's/^\]: //p' $OUT | awk '{ n += $1 } END { print n }')" = "$(sed -n 's/^@n: //p' $OUT)" ]
