# tests/live/unwind.t - stacks of programs without frame pointers.  The program unwound.c is compiled by the test and prints its own stacks as libgcc sees them; what
# dw_ustack sees has to be the same, address by address.
name    static functions, libc's callbacks, a library, signal handlers, faults, frames of all kinds, threads
needs   root tool:cc
sh      $TESTDATA/unwind/compare "" plain callback library handler elsewhere fault variable aligned deep thread
expect  plain callback library handler elsewhere fault variable aligned deep thread the same, 11 stacks
---
name    a program without symbols, one that is not moved, one with frame pointers and one that was not optimised
needs   root tool:cc full-speed
sh      for flags in -s "-no-pie -fcf-protection=none" -fno-omit-frame-pointer -O0; do (mkdir -- "d$flags" && cd -- "d$flags" && $TESTDATA/unwind/compare "$flags" callback library handler variable aligned); done
expect  callback library handler variable aligned the same, 6 stacks
        callback library handler variable aligned the same, 6 stacks
        callback library handler variable aligned the same, 6 stacks
        callback library handler variable aligned the same, 6 stacks
timeout 120
---
name    a library that is loaded while it is traced is known soon after: the first stack of it is whole or says that it ends too soon
needs   root tool:cc full-speed
sh      $TESTDATA/unwind/compare "" plain loaded plain >told; for f in own seen; do awk -v RS= 'NR != 2' $f.frames > $f.known; awk -v RS= 'NR == 2' $f.frames > $f.first; done
        cmp own.known seen.known && awk -v RS= 'END { print NR }' own
        sed '/^<unwind failure>$/,$d' seen.first >seen.part; parts=$(wc -l <seen.part); [ "$parts" -gt 0 ] && head -n "$parts" own.first | cmp - seen.part &&
        { cmp -s own.first seen.first || [ "$(tail -n 1 seen.first)" = '<unwind failure>' ]; }
expect  4
---
name    a library at the addresses of another one, with other frames
needs   root tool:cc
sh      for frame in 24 120; do cc -DFRAME="\"$frame\"" -fPIC -shared -o lib$frame.so $TESTDATA/unwind/framed.c; done
        cc -O2 -fomit-frame-pointer -fPIC -shared -o outside.so $TESTDATA/unwind/outside.c && cc -O2 -fomit-frame-pointer -o unwound $TESTDATA/unwind/unwound.c ./outside.so -pthread && mkfifo gate && { ./unwound replaced < gate 2>started >own & pid=$!; }; exec 8>gate; while ! [ -s started ]; do sleep 0.01; done
        $SONDE -q -p $pid -e 'tracepoint:syscalls:sys_enter_getppid { printf("%s", dw_ustack(raw)); }' --ready-fd 3 3>ready >seen & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        callers() { awk -v RS= '{ sub(/^[^\n]*\n/, ""); print; print "" }' $1; }
        for n in 1 2; do echo >&8; want=; while [ -z "$want" ]; do want=$(callers own | awk -v RS= -v n=$n '!known[$0]++ && ++count == n'); done; export want
        until callers seen | awk -v RS= '$0 == ENVIRON["want"] { found = 1 } END { exit !found }'; do sleep 0.01; done; echo seen; done
        echo >&8; wait $pid; wait $sonde
expect  seen
        seen
---
name    a limit cuts the stack and is no failure
needs   root tool:cc
sh      LIMIT=9 $TESTDATA/unwind/compare "" deep >told; grep . own.frames | head -8 >own.cut; grep . seen.frames >seen.cut; cmp own.cut seen.cut && grep -c . seen.cut
expect  8
---
name    names, in the modes bpftrace and perf, and the length, which a failure is part of
needs   root tool:cc
sh      cc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -o f $TESTDATA/unwind/named.c && mkfifo gate; ./f < gate & pid=$!; exec 8>gate; while [ "$(cat /proc/$pid/comm)" != f ]; do sleep 0.01; done
        $SONDE -q -p $pid -e 'tracepoint:syscalls:sys_enter_getppid { print(dw_ustack(3)); print(dw_ustack(perf, 2)); print((len(dw_ustack(3)), len(dw_ustack(2)), dw_ustack == dw_ustack)); @[dw_ustack(2)] = count(); }' --ready-fd 3 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        echo >&8; wait $pid; wait $sonde; sed 's/^	[0-9a-f]* /	ADDRESS /; s/+[0-9]*/+N/; s/(\/.*\/f)/(f)/' out
expect
        
                inner+N
                middle+N
                outer+N
        
        
        	ADDRESS inner+N (f)
        	ADDRESS middle+N (f)
        
        (3, 2, true)
        
        
        @[
                inner+N
                middle+N
        ]: 1
---
name    at the first instruction of a function and at its return
needs   root tool:cc
sh      cc -O2 -fomit-frame-pointer -o f $TESTDATA/unwind/named.c && mkfifo gate; ./f < gate & pid=$!; exec 8>gate; while [ "$(cat /proc/$pid/comm)" != f ]; do sleep 0.01; done
        $SONDE -q -p $pid -e 'uprobe:./f:inner, uretprobe:./f:outer { print(dw_ustack(2)); }' --ready-fd 3 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        echo >&8; wait $pid; wait $sonde; sed 's/+[1-9][0-9]*/+N/; s/__libc_start_call_main+N/0x7N/; s/0x7[0-9a-f]*$/0x7N/' out
expect
        
                inner+0
                middle+N
        
        
                main+N
                0x7N
---
name    without tables there is one frame and a failure, which is counted
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[dw_ustack(raw)] = count(); @n = len(dw_ustack); @cut[dw_ustack(perf, 1)] = count(); }
run     $TESTBIN/chain 10
after   [ "$(grep -c '^<unwind failure>$' $OUT)" = 1 ]
expect-re ^<unwind failure>$
expect-re ^\]: 10$
expect-re ^	[0-9a-f]+ three\+[0-9]+ \(/.*/chain\)$
expect-re ^\]: 10$
expect-re ^@n: 2$
stderr-re ^dw_ustack: 30 stacks could not be followed to the end; it knows the processes of -p, -c and --dwarf-pid$
---
name    -c: the first stack of a command is whole: linked with libraries, without, moved or not, with addresses that are the same each time, behind #!
needs   root tool:cc
sh      named() { sed 's/^ *//; s/+[0-9]*$//' | grep . | grep -vx -e '__libc_start.*' -e '0x[0-9a-f]*' | tr '\n' ' ' | sed 's, $,\n,'; }
        for flags in "" -no-pie -static -static-pie; do cc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls $flags -o f $TESTDATA/unwind/named.c; echo | $SONDE -q -c ./f -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }' | named; done
        echo | setarch -R $SONDE -q -c ./f -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }' | named
        printf '#!%s\n' $PWD/f >script; chmod +x script; echo | $SONDE -q -c ./script -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }' | named
expect  inner middle outer main _start
        inner middle outer main _start
        inner middle outer main _start
        inner middle outer main _start
        inner middle outer main _start
        inner middle outer main _start
---
name    -c: constructors of libraries, which run before the program: of one that it is linked with, of one that this loads, and main()
needs   root tool:cc
sh      frames() { awk -v RS= '{ sub(/^[^\n]*\n/, ""); print; print "" }' $1; }
        cc -O2 -fomit-frame-pointer -fPIC -shared -o libloaded.so $TESTDATA/unwind/constructed.c && cc -O2 -fomit-frame-pointer -fPIC -shared -DLOADS='"./libloaded.so"' -o libneeded.so $TESTDATA/unwind/constructed.c
        for flags in "" -no-pie; do cc -O2 -fomit-frame-pointer -DPROGRAM $flags -o p $TESTDATA/unwind/constructed.c -Wl,--no-as-needed ./libneeded.so; for layout in "" "setarch -R"; do
        $layout $SONDE -q -c ./p -o seen -e 'tracepoint:syscalls:sys_enter_getppid /comm == "p"/ { printf("%s", dw_ustack(raw)); }' >own; frames own >own.frames; frames seen >seen.frames; diff own.frames seen.frames && awk -v RS= 'END { print NR }' seen; done; done
expect  3
        3
        3
        3
---
name    -c: a command that is looked at before it begins gets its signals, rights and time, and ends as it would
needs   root tool:cc
sh      for us in 0 1500000; do cc -O1 -DLIBRARY -DSLEEP_US=$us -fPIC -shared -o libwait.so $TESTDATA/unwind/entered.c && cc -O1 -o e $TESTDATA/unwind/entered.c -L. -lwait -Wl,-rpath,$PWD && chmod 755 . && chown 65534 e && chmod 4755 e
        for way in signal killed code; do $SONDE -q --child-status -c "./e $way" -e 'uprobe:./e:_start { @[len(dw_ustack) > 0] = count(); }' >out 2>&1; echo $? $(cat out); done; done
expect  0 3 as 65534 @[true]: 1
        137 3 as 65534 @[true]: 1
        7 @[true]: 1
        0 3 as 65534 @[true]: 1
        137 3 as 65534 @[true]: 1
        7 @[true]: 1
---
name    -c: a command that cannot be started is not waited for
needs   root tool:cc
sh      printf '#!/no/such\n' >bad; chmod +x bad; $SONDE -q -c ./bad -e 'tracepoint:syscalls:sys_enter_getppid { print(dw_ustack); }' 2>&1; echo $?
expect  sonde: error: command './bad': cannot be started: No such file or directory; give the path of a program, without shell syntax
        2
---
name    where a signal handler returns to: the call that ends it, behind which nothing is described
needs   root tool:cc
sh      cc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -o f $TESTDATA/unwind/named.c; echo | $SONDE -q -c './f signal' -e 'tracepoint:syscalls:sys_enter_rt_sigreturn /pid == cpid/ { print(dw_ustack); }' >out
        awk -v RS= '{ sub(/^[^\n]*\n/, ""); print }' out | sed 's/^ *//; s/+[0-9]*$//' | grep -vx -e '__libc_start.*' -e '0x[0-9a-f]*'
expect  inner
        middle
        outer
        main
        _start
---
name    --follow: children are known from the first, and what becomes another program soon after; a child of --dwarf-pid too
needs   root tool:cc
sh      named() { sed 's/^ *//; s/+[0-9]*$//' | grep . | grep -vx -e '__libc_start.*' -e '0x[0-9a-f]*' | tr '\n' ' ' | sed 's, $,\n,'; }
        cc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -o f $TESTDATA/unwind/named.c
        for layout in "" "setarch -R"; do echo | $layout $SONDE -q -c "./f fork" --follow -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); print(dw_ustack); }' | named; done
        # what comes before is known ends too soon, and says so
        soon() { until grep -q _start out; do sleep 0.01; done; : >known; wait $!; awk -v RS= -v ORS='\n\n' '!/<unwind failure>$/' out | named | sed 's/_start */_start\n/g' | grep . | sort -u; rm known; : >out; }
        p='tracepoint:syscalls:sys_enter_getppid /comm == "f" || comm == "exe"/ { print(dw_ustack); }'; : >out
        for layout in "" "setarch -R"; do echo | $layout $SONDE -q -c "./f exec" --follow -o out -e "$p" & soon; done
        echo | $SONDE -q -c "sh -c 'exec ./f later'" --follow -o out -e "$p" & soon
        mkfifo gate; ./f fork < gate & pid=$!; exec 8>gate; while [ "$(cat /proc/$pid/comm)" != f ]; do sleep 0.01; done
        $SONDE -q --dwarf-pid $pid -e 'tracepoint:syscalls:sys_enter_getppid /comm == "f"/ { print(dw_ustack); @n += 1; if (@n == 4) { exit(); } }' --ready-fd 3 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        echo >&8; wait $pid; wait $sonde; named <out
expect  inner middle outer main _start inner middle outer main _start inner middle outer main _start inner middle outer main _start @: 4
        inner middle outer main _start inner middle outer main _start inner middle outer main _start inner middle outer main _start @: 4
        inner middle outer main _start
        inner middle outer main _start
        inner middle outer main _start
        inner middle outer main _start inner middle outer main _start inner middle outer main _start inner middle outer main _start @n: 4
---
name    build ids are those of the files and offsets those in them, as readelf has them, though the process has ended; the same as of ustack
needs   root tool:cc tool:readelf
sh      cc -O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -Wl,--build-id -o p $TESTDATA/unwind/named.c
        echo | $SONDE -q -c ./p -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @d[dw_ustack(build_id, 4)] = count(); @u[ustack(build_id, 4)] = count(); printf("%s", dw_ustack(build_id, 1024)); }' >out
        awk '/^@/ { n++ } / 0x/ { print > ("part" n) }' out; cmp part1 part2 && grep -c . part1; head -4 part | cmp - part1; grep -c . part
        id=$(readelf -n p | sed -n 's/.*Build ID: //p'); base=0x$(readelf -lW p | awk '$1 == "LOAD" && /E/ { print substr($3, 3) }'); off=$(readelf -lW p | awk '$1 == "LOAD" && /E/ { print $2 }'); at=$(readelf -sW p | awk '$8 == "inner" { print "0x" $2 }')
        set -- $(head -1 part); [ $1 = $id ] && echo same; [ $(($2)) -gt $(($at - $base + $off)) ] && [ $(($2)) -lt $(($at - $base + $off + 64)) ] && echo inside; echo $(awk '{ print $1 }' part | uniq | wc -l) files
expect  4
        7
        same
        inside
        3 files
---
name    the function that a signal interrupted at its first instruction has its own name
needs   root tool:cc
sh      cc -O2 -fomit-frame-pointer -fPIC -shared -o outside.so $TESTDATA/unwind/outside.c && cc -O2 -fomit-frame-pointer -o unwound $TESTDATA/unwind/unwound.c ./outside.so -pthread
        echo | $SONDE -q -c './unwound fault' -o out -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }' >told 2>&1; sed 's/^ *//; /^faulting+0$/!s/+[0-9]*$//' out | grep . | awk '/^on_fault/ { seen = 1 } seen' | sed -n '1p; 3,6p'
expect  on_fault
        faulting+0
        fault
        go
        main
---
name    return probes that wait for functions of the stack: of all, of some, of those that jump to others, that were left, that call themselves
needs   root tool:cc
sh      named() { sed 's/^ *//; s/+[0-9]*$//' | grep . | grep -vx -e '__libc_start.*' -e '0x[0-9a-f]*' | tr '\n' ' ' | sed 's, $,\n,'; }
        cc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -o f $TESTDATA/unwind/named.c
        for probes in inner,middle,outer,main middle; do targets=$(echo $probes | sed 's/^/,/; s/,/,uretprobe:.\/f:/g; s/^,//'); echo | $SONDE -q -c ./f -e "$targets { @ = count(); } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }" | named; done
        echo | $SONDE -q -c './f tail' -e "uretprobe:./f:tail, uretprobe:./f:outer { @ = count(); } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }" | named
        echo | $SONDE -q -c './f jump' -e "uretprobe:./f:left, uretprobe:./f:main { @ = count(); } uprobe:./f:left { @left = count(); } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack); }" | named
        cc -O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -o p $TESTDATA/unwind/named.c; echo | $SONDE -q -c ./p -e 'uretprobe:./p:middle, uretprobe:./p:outer, uretprobe:./p:main { @ = count(); } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(ustack); @n = len(ustack(raw, 1024)) > 3; }' | named
        cc -O2 -fomit-frame-pointer -fPIC -shared -o outside.so $TESTDATA/unwind/outside.c && cc -O2 -fomit-frame-pointer -o unwound $TESTDATA/unwind/unwound.c ./outside.so -pthread
        echo | $SONDE -q -c './unwound deep' -o out -e 'uretprobe:./unwound:deep, uretprobe:./unwound:busy, uretprobe:./unwound:main { @ = count(); } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(dw_ustack(bpftrace, 300)); }' >told 2>&1; sed 's/^ *//; s/+[0-9]*$//' out | grep . | uniq -c | awk '{ print $1, $2 }' | head -5
expect  inner middle outer main _start @: 4
        inner middle outer main _start @: 1
        inner middle outer main _start @: 2
        inner middle outer main _start @: 1 @left: 13
        inner middle outer main @: 3 @n: true
        1 innermost
        1 busy
        200 deep
        1 go
        1 main
---
name    without BTF it names what it needs and is no mistake of the script
needs   own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf; "$SONDE" -e "begin { print(dw_ustack); exit(); }"; echo $?'
expect  2
stderr-re error: stacks cannot be followed without frame pointers: the kernel does not say where 'struct task_struct' has 'mm'$
---
name    where the clock interrupts a program, every stack comes from main()
needs   root tool:cc full-speed
sh      cc -O2 -fomit-frame-pointer -o outside.so -fPIC -shared $TESTDATA/unwind/outside.c && cc -O2 -fomit-frame-pointer -o unwound $TESTDATA/unwind/unwound.c ./outside.so -pthread && mkfifo gate && { ./unwound clock plain clock < gate 2>started >own & pid=$!; }; exec 8>gate; while ! [ -s started ]; do sleep 0.01; done
        $SONDE -q -p $pid -e 'profile:hz:499 { @all = count(); @[dw_ustack] = count(); }' --ready-fd 3 3>ready >out 2>err & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        echo >&8; wait $pid; wait $sonde; grep -v unresolved_symbols err; awk -v RS='@\\[' 'NR > 1 { stacks++; main += /\n        main\+/; vdso += /\n        (__vdso_|clock_)/ } END { print (stacks > 3), stacks == main, (vdso > 0) }' out
expect  1 1 1
