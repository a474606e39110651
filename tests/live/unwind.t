# tests/live/unwind.t - stacks of programs without frame pointers.  The program unwound.c is compiled by the test and prints its own stacks as libgcc sees them; what
# dw_ustack sees has to be the same, address by address.
name    static functions, libc's callbacks, a library, signal handlers, faults, frames of all kinds, threads
needs   root tool:cc
sh      $TESTDATA/unwind/compare "" plain callback library handler elsewhere fault variable aligned deep thread
expect  plain callback library handler elsewhere fault variable aligned deep thread the same, 11 stacks
timeout 60
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
name    a library that is loaded while it is traced is known soon after
needs   root tool:cc full-speed
sh      $TESTDATA/unwind/compare "" plain loaded plain >told; for f in own seen; do awk -v RS= 'NR != 2' $f.frames > $f.known; done; cmp own.known seen.known && awk -v RS= 'END { print NR }' own
        awk -v RS= 'NR == 2' seen.frames | grep -v '^[0-9a-f]*$'
expect  4
        <unwind failure>
timeout 60
---
name    a limit cuts the stack and is no failure
needs   root tool:cc
sh      LIMIT=9 $TESTDATA/unwind/compare "" deep >told; grep . own.frames | head -8 >own.cut; grep . seen.frames >seen.cut; cmp own.cut seen.cut && grep -c . seen.cut
expect  8
timeout 60
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
timeout 60
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
timeout 60
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
name    the command of -c is not taken for what its process was before
needs   root tool:cc
sh      cc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -o f $TESTDATA/unwind/named.c
        echo | setarch -R $SONDE -q -c ./f -e 'tracepoint:syscalls:sys_enter_getppid /comm == "f"/ { print(dw_ustack); }' >out; grep -c inner out
        sed 's/^ *//; s/+[0-9]*$//' out | grep . | grep -vx -e inner -e middle -e outer -e main -e '__libc_start.*' -e _start -e '0x7ffff7[0-9a-f]*' -e '<unwind failure>' || :
expect  1
timeout 60
---
name    where the clock interrupts a program, every stack comes from main()
needs   root tool:cc full-speed
sh      cc -O2 -fomit-frame-pointer -o outside.so -fPIC -shared $TESTDATA/unwind/outside.c && cc -O2 -fomit-frame-pointer -o unwound $TESTDATA/unwind/unwound.c ./outside.so -pthread && mkfifo gate && { ./unwound clock plain clock < gate 2>started >own & pid=$!; }; exec 8>gate; while ! [ -s started ]; do sleep 0.01; done
        $SONDE -q -p $pid -e 'profile:hz:499 { @all = count(); @[dw_ustack] = count(); }' --ready-fd 3 3>ready >out 2>err & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done
        echo >&8; wait $pid; wait $sonde; grep -v unresolved_symbols err; awk -v RS='@\\[' 'NR > 1 { stacks++; main += /\n        main\+/; vdso += /\n        (__vdso_|clock_)/ } END { print (stacks > 3), stacks == main, (vdso > 0) }' out
expect  1 1 1
timeout 60
