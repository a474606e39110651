# tests/live/spec_07_data.t - chapter 7 of the language: what probes carry, and parameters of scripts.
name    R1: words of a rawtracepoint, as many as it has; words of a function in registers
sh      $SONDE -q -e 'rawtracepoint:sys_enter /comm == "calls" && arg1 == 110/ { @[arg1, arg0 == ((uint64)args.regs)] = count(); }' -c "$TESTBIN/calls getppid 700" | grep @; $SONDE -q -o data -e 'uprobe:$1:take_words { printf("%d %d %d\n", arg0, arg1, arg5); exit(); }' -c "$TESTBIN/words 1" $TESTBIN/words >child; cut -d' ' -f1-3 data | head -1 | wc -w; $SONDE -q -e 'uprobe:$1:take_words { @ = arg6; }' $TESTBIN/words 2>&1 | head -1; $SONDE -q -e 'rawtracepoint:sys_enter { @ = arg2; }' 2>&1 | head -1; $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid { @ = arg0; }' 2>&1 | head -1
expect-re ^@\[110, true\]: 700$
expect-re ^3$
expect-re error: .*arg6
expect-re error: .*arg2
expect-re error: .*arg0
---
name    R2: args of a tracepoint as a struct: printed, stored, a key; common fields are none
needs   root
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_kill /pid == cpid/ { print(args.sig); $a = args; printf("%d %d\n", args.pid, args.sig); @[args.pid, args.sig] = count(); @s = $a; printf("%d\n", @s.sig); exit(); }' -c "sh -c 'kill -0 1; kill -0 1'"; $SONDE -e 'tracepoint:syscalls:sys_enter_kill { print(args.common_pid); }' 2>&1 | head -1
expect-re ^0$
expect-re ^1 0$
expect-re ^0$
expect-re error: .*common_pid
---
name    R2: a tracepoint's string at the end of its record, printed whole
sh      $SONDE -q -e 'tracepoint:sched:sched_process_exec /pid == cpid/ { printf("%s\n", args.filename); exit(); }' -c "sh -c 'exec /bin/true'" | head -1 | grep -c '^/'
expect  1
---
name    R3: retval of uretprobe; args.ret of a system call; nowhere else
sh      $SONDE -q -e "uretprobe:$TESTBIN/calls:main { printf(\"%d\\n\", retval); exit(); }" -c "$TESTBIN/calls getppid 5" | grep -c '^0$'; $SONDE -q -e 'tracepoint:syscalls:sys_exit_getppid /comm == "calls"/ { @[args.ret == cpid || args.ret > 0] = count(); }' -c "$TESTBIN/calls getppid 300" | grep @; $SONDE -e 'tracepoint:syscalls:sys_exit_getppid { print(retval); }' 2>&1 | head -1; $SONDE -e 'interval:s:1 { print(retval); }' 2>&1 | head -1
expect
        1
        @[true]: 300
        <arg>:1:46: error: 'retval' is not available in tracepoint probes
        <arg>:1:22: error: 'retval' is not available in interval probes
---
name    R4: ctx of a perf event and of a walk; a tracepoint has none
sh      $SONDE -q -e 'profile:hz:97 { @[ctx.regs.ip != 0] = count(); } interval:ms:300 { exit(); }' | grep -c '@\[true\]'; $SONDE -q -e 'iter:task { @[ctx.meta.seq_num >= 0] = count(); }' | grep -c '@\[true\]'; $SONDE -e 'tracepoint:syscalls:sys_enter_kill { print(ctx); }' 2>&1 | grep -c 'error.*ctx\|hint.*args'
expect
        1
        1
        2
---
name    R5: one body for two events whose field lies in different places; a field that one of them lacks
needs   root
sh      $SONDE -q -e 'tracepoint:sched:sched_process_exec, tracepoint:sched:sched_process_exit /pid == cpid/ { @[probe, args.pid == cpid] = count(); }' -c /bin/true | grep @; $SONDE -e 'tracepoint:sched:sched_process_exec, tracepoint:sched:sched_process_exit { print(args.old_pid); }' 2>&1 | head -1
expect-re ^@\[tracepoint:sched:sched_process_exec, true\]: 1$
expect-re ^@\[tracepoint:sched:sched_process_exit, true\]: 1$
expect-re error: .*old_pid
---
name    R6: the raw mark goes with copies, and operators drop it
sh      $SONDE -q -e 'rawtracepoint:sys_exit /comm == "calls" && (int64)arg1 == -9/ { $copy = arg1; printf("%d %d %d\n", arg1, $copy, arg1 + 0 == (uint64)-arg1 * -1); @m = arg1; printf("%d %u\n", @m, arg1 + 0); exit(); }' -c "$TESTBIN/calls badclose 3" | grep -v '^$'
expect-re ^-9 -9 
expect-re ^-9 18446744073709551607$
---
name    R10: words behind the program, before and behind --
sh      $SONDE -q -e 'begin { printf("%d %s %s %d\n", $1, str($2), str($3), $#); exit(); }' 7 a -- -b; printf '%s' 'begin { printf("%s %d\n", str($1), $#); exit(); }' >x.bt; $SONDE -q x.bt -- -q; $SONDE -q run x.bt -v; $SONDE -q x.bt -3; $SONDE -q run x.bt -- --all
expect
        7 a -b 3
        -q 1
        -v 1
        -3 1
        --all 1
---
name    R11: types of named parameters, and their values
sh      printf '%s\n' '// what: it shows' 'begin {' 'printf("%u %d %s|%d %d\n", getopt("u", 10ms, "upper"), getopt("i", -3), getopt("s", "x y"), getopt("b", true), getopt("f"));' 'print(getopt("u", 10ms) - 18446744073709551615 > 5);  exit(); }' >p.probe; for a in "" "--u=0x10 --i=-0b11 --s=abc --b=FALSE --f" "--u 5us --i 7 --s --f --no-b --f=1" "--u=2e3 --i=-9223372036854775808 --no-f" "--u=18446744073709551615 --s="; do $SONDE -q run p.probe $a; done
expect
        10000000 -3 x y|1 0
        true
        16 -3 abc|0 1
        true
        5000 7 --f|0 1
        true
        2000 -9223372036854775808 x y|1 0
        true
        18446744073709551615 -3 |1 0
        false
---
name    R11: parameters in functions and macros are the script's, too
sh      printf '%s\n' 'fn f($a : int64) : int64 { return $a + getopt("in_fn", 5); }' 'macro m(x) { x + getopt("in_macro", 6) }' 'begin { printf("%d %d %d\n", f(100), m(100), $1); exit(); }' >p.probe; $SONDE -q run p.probe --in_fn 7 --in_macro 8 9; $SONDE run p.probe --help
expect
        107 108 9
          --in_macro  uint64  6
          --in_fn     uint64  5
---
name    R11: all uses of one name agree
sh      $SONDE -e 'begin { print(getopt("n", 1)); print(getopt("n", -1)); }'
exit    1
stderr-re 1:38: error: parameter 'n' is int64 with the default -1 here, and uint64 with the default 1 before$
stderr-re 1:15: note: it is declared here$
---
name    R12: what is wrong with a parameter is said with what there is, exit code 1
sh      echo 'begin { print(getopt("slow", 5)); print(getopt("all")); print(getopt("who", "")); print(getopt("low", -1)); exit(); }' >p.probe; for a in --slwo=1 --slow --slow=x --slow=-1 --slow=18446744073709551616 --low=9223372036854775808 --all=2 --no-all=1 --no-slow --who=$(printf %0256d 0) --quit; do $SONDE run p.probe $a 2>&1 | sed 's/000*/0/'; $SONDE run p.probe $a >/dev/null 2>&1; test $? = 1 || echo "exit $?"; done
expect
        sonde: error: parameter '--slwo' is unknown: did you mean '--slow'? the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--slow' (uint64) needs a value; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--slow' (uint64): 'x' is not an integer (as in 42, -7, 0x1f, 5ms); the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--slow' (uint64): '-1' is negative; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--slow' (uint64): '18446744073709551616' is too large for 64 bits; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--low' (int64): '9223372036854775808' is too large for 64 bits; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--all' (bool): '2' is not true, false, 1 or 0; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--no-all' takes no value; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--no-slow': only a bool can be switched off, 'slow' is uint64; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--who' (string): the value is too long: it has 256 bytes, 255 fit; the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
        sonde: error: parameter '--quit' is unknown: did you mean sonde's option '--quiet'? the script takes --slow=uint64, --[no-]all, --who=string, --low=int64
---
name    R12: a script without parameters
sh      echo 'begin { exit(); }' >p.bt; $SONDE p.bt --fast
exit    1
stderr  sonde: error: parameter '--fast' is unknown; the script takes none
---
name    R13: parameters are data: the predicate of a loaded program follows them, whatever the default
needs   root
sh      echo 'tracepoint:syscalls:sys_enter_getppid /comm == getopt("who", "nobody") && pid > getopt("above", 0)/ { @[getopt("who", "nobody")] = count(); }' >p.probe; for a in "--who=calls" "" "--who=calls --above=4194304"; do $SONDE -q -c "$TESTBIN/calls getppid 400" p.probe $a | grep '^@'; done; $SONDE -q -c "$TESTBIN/calls -t 3 getppid 400" p.probe --who calls | grep @
expect
        @[calls]: 400
        @[calls]: 1200
---
name    R13: a parameter is not folded: its block of code is there, and a divisor of 0 is
sh      $SONDE -q -e 'begin { if (getopt("n", 0)) { printf("on\n"); } else { printf("off\n"); } print(100 / getopt("d", 5)); exit(); }' -- --n=1; $SONDE -q -e 'begin { if (getopt("n", 0)) { printf("on\n"); } else { printf("off\n"); } print(100 / getopt("d", 5)); exit(); }' -- --d=25
expect
        on
        20
        off
        4
---
name    R13: an image takes parameters when it is run, by the table that it carries
needs   root
sh      mkdir d; cp -L $SONDE d/sonde; printf '#!/bin/sh\ncat >d/request; %s <d/request >d/image; cat d/image\n' $(dirname $SONDE)/sonde-compile >d/sonde-compile; chmod +x d/sonde-compile; printf '%s\n' '// what it shows' 'begin { printf("%d %s\n", getopt("n", 5ms, "how many"), getopt("s", "x")); exit(); }' >p.probe; d/sonde -q p.probe; mv d/image p.image; rm -r d; $SONDE -q p.image --n=7; $SONDE -q p.image -- --s abc --n 0x10; $SONDE run ./p.image --help; $SONDE p.image --m=1
exit    1
expect
        5000000 x
        7 x
        16 abc
        what it shows

          --n  uint64  5ms  how many
          --s  string  "x"
stderr  sonde: error: parameter '--m' is unknown; the script takes --n=uint64, --s=string
---
name    R13: a built image takes its parameters at run time, positional ones too
needs   root
sh      $SONDE build -e 'begin { printf("%d %s %d\n", $1, str($2), getopt("n", 5)); exit(); }' -o p.sonde; $SONDE -q p.sonde 3 x; $SONDE -q p.sonde 4 y --n=6
expect
        3 x 5
        4 y 6
