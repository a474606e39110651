# tests/live/spec_14_probes.t - chapter 14 of the language: probes, row by row.
name    P1 providers in any case, aliases as they are
sh      for p in TRACEPOINT:syscalls:sys_enter_getppid Tracepoint:syscalls:sys_enter_getppid t:syscalls:sys_enter_getppid; do $SONDE -q -e "$p /comm == \"calls\"/ { @ = count(); }" -c "$TESTBIN/calls getppid 10" | grep @; done
        $SONDE -e 'T:syscalls:sys_enter_getppid { }' 2>&1 | head -n 1
expect  @: 10
        @: 10
        @: 10
        <arg>:1:1: error: 'T' is not a probe provider
---
name    P2 wildcards over a whole part: any run, one character, classes, none of a class, in quotes only *
sh      list() { $SONDE -l "tracepoint:syscalls:$1" 2>/dev/null | sed 's/.*://' | tr '\n' ' '; echo; }
        ls /sys/kernel/tracing/events/syscalls | grep -x 'sys_enter_get.id' | tr '\n' ' '; echo; list 'sys_enter_get?id'
        ls /sys/kernel/tracing/events/syscalls | grep -x 'sys_enter_get[gu]id' | tr '\n' ' '; echo; list 'sys_enter_get[gu]id'
        $SONDE -l '*:syscalls:sys_enter_getppid'; list 'sys_enter_get[t-v]id'; list 'sys_enter_get[!gsp]id'; list '*_getppi'; list '"sys_enter_get?id"'; list '"sys_enter_getppi*"'; list 'sys_enter_get[gu'
        $SONDE -q -e '*:syscalls:sys_enter_getppid /comm == "calls"/ { @[probe] = count(); }' -c "$TESTBIN/calls getppid 7" | grep @
expect
        sys_enter_getgid sys_enter_getpid sys_enter_getsid sys_enter_gettid sys_enter_getuid 
        sys_enter_getgid sys_enter_getpid sys_enter_getsid sys_enter_gettid sys_enter_getuid 
        sys_enter_getgid sys_enter_getuid 
        sys_enter_getgid sys_enter_getuid 
        tracepoint:syscalls:sys_enter_getppid
        sys_enter_gettid sys_enter_getuid 
        sys_enter_gettid sys_enter_getuid 
        
        
        sys_enter_getppid 
        
        @[tracepoint:syscalls:sys_enter_getppid]: 7
---
name    P3 the text of a probe: aliases expanded, periods in decimal
sh      $SONDE -q -e 'i:ms:20 { printf("%s\n", probe); exit(); }'; $SONDE -q -e 'interval:20ms { printf("%s\n", probe); exit(); }'; $SONDE -q -e 'p:hz:599 { printf("%s\n", probe); exit(); }'
        $SONDE -q -e 'rt:sys_enter { printf("%s\n", probe); exit(); }' | head -n 1; $SONDE -q -e 'BEGIN { printf("%s\n", probe); }'
expect  interval:ms:20
        interval:us:20000
        profile:hz:599
        rawtracepoint:sys_enter
        begin
---
name    P4 bodies on one event run in written order, through one program or several
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @at[tid] = 1; } tracepoint:syscalls:sys_enter_get*pid /comm == "calls" && @at[tid] == 1/ { @at[tid] = 2; } tracepoint:syscalls:sys_enter_getppid /@at[tid] == 2/ { @order = count(); delete(@at, tid); }
run     $TESTBIN/calls -t 4 getppid 200
stop    INT
expect


        @order: 800
---
name    P5 what is shown of many that match nothing has its hint, what is only counted none
needs   root iter btf
sh      (for name in task_file task_vma bpf_map; do for letter in a b c d e f g h i j k l m n o p q r s t; do echo "iter:$name$letter,"; done; done; echo 'begin { exit(); }') >many.probe
        SONDE_MISSING_PROBES=warn $SONDE -q many.probe 2>err; grep -c 'has no iterator' err; grep -c 'did you mean' err; tail -n 2 err
expect  50
        50
        sonde: warning: 10 more warnings
        Incomplete: skipped_probes 60
---
name    P5 what matches nothing: an error, a warning, or nothing, as missing_probes says
sh      p='tracepoint:sched:no_such_event,tracepoint:sched:sched_switch { } interval:ms:1 { exit(); }'
        $SONDE -q -e "$p" 2>err; echo $?; head -n 1 err; SONDE_MISSING_PROBES=warn $SONDE -q -e "$p" 2>err; echo $?; head -n 1 err; SONDE_MISSING_PROBES=ignore $SONDE -q -e "$p" 2>err; echo $?; cat err
        SONDE_MISSING_PROBES=ignore $SONDE -q -e 'tracepoint:sched:no_such_event { }' 2>&1; echo $?; SONDE_MISSING_PROBES=ignore $SONDE -q -e 'nothing:x { }' 2>/dev/null; echo $?
expect  2
        <arg>:1:18: error: category 'sched' has no tracepoint 'no_such_event'
        0
        <arg>:1:18: warning: category 'sched' has no tracepoint 'no_such_event'
        0
        Incomplete: skipped_probes 1
        sonde: error: no probe of the script is there to attach to
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        2
        1
---
name    P6 the numbers of probes and programs are bounded
sh      SONDE_MAX_PROBES=3 $SONDE -e 'tracepoint:syscalls:sys_enter_get* { }' 2>&1; echo $?; SONDE_MAX_BPF_PROGS=1 $SONDE -e 'tracepoint:sched:sched_switch { @ = 1; } software:cpu-clock:1000 { @ = 1; }' 2>&1 | grep -o 'error: .*\|hint: .*'
expect-re error: 'tracepoint:syscalls:sys_enter_get\*' brings the script above 3 probes
expect-re hint: use a narrower wildcard, or raise the limit with SONDE_MAX_PROBES
expect-re ^1$
expect-re error: .*programs
expect-re hint: .*max_bpf_progs
---
name    P7 with begin and end only a program runs them, delivers their events and ends
sh      $SONDE -e 'end { printf("two\n"); } begin { printf("one\n"); @ = 3; }'; echo $?
expect  one
        two


        @: 3
        0
---
name    P7 with a command, which is run between them and whose end is that of the run
sh      for script in 'begin { printf("one\n"); } end { printf("two\n"); }' 'begin { printf("%d\n", has_cpid); }' 'end { printf("two\n"); }' 'begin { exit(4); } end { printf("two\n"); }'; do $SONDE -q --child-status -e "$script" -c 'sh -c "echo command; exit 3"' >out; echo $?; sort out; done
expect  3
        command
        one
        two
        3
        1
        command
        3
        command
        two
        4
        two
---
name    P8 what kprobes offer are functions of the kernel that can be traced, and exact names are tried
needs   root kprobe
sh      $SONDE -l 'kprobe:vfs_r*' | sed 's/kprobe://' >offered; grep -c . offered >n; awk '{ print $1 }' /sys/kernel/tracing/available_filter_functions | grep -x 'vfs_r[^.]*' | LC_ALL=C sort -u >there; LC_ALL=C sort offered | LC_ALL=C comm -23 - there
        $SONDE -l 'kprobe:*' | grep -c ':_*s\{0,1\}rcu_read_lock$\|\.part\.'; grep -qx vfs_read offered && echo offered
expect  0
        offered
---
name    P9 functions of the slow path of locks get a guard, and a warning
needs   root kprobe
sh      SONDE_MISSING_PROBES=ignore timeout 20 $SONDE -q -e 'kprobe:queued_spin_lock_slowpath,kprobe:native_queued_spin_lock_slowpath { @ = count(); } interval:ms:50 { exit(); }' >/dev/null 2>err; echo $?; grep -c 'warning: .*lock' err
expect-re ^0$
expect-re ^[12]$
---
name    P10 the mechanism is told, can be chosen, and what is asked for and not there is told
sh      $SONDE -v -e 'tracepoint:syscalls:sys_enter_getppid { } interval:ms:1 { exit(); }' 2>&1 | grep ^tracepoint
        for m in perf raw btf; do SONDE_ATTACH_BY=$m $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls getppid 9" | grep @; done
        SONDE_ATTACH_BY=raw $SONDE -q -e 'tracepoint:sched:sched_switch { @[args.prev_comm] = count(); }' 2>&1 | grep -c 'attach_by'
expect-re ^tracepoint:syscalls:sys_enter_getppid: .+
expect-re ^@: 9$
expect-re ^@: 9$
expect-re ^@: 9$
expect-re ^[1-9]
---
name    P11 -p restricts probes of the kernel, not begin, end and interval
sh      $TESTBIN/calls getppid 50 >/dev/null & sleep 100 & p=$!; $SONDE -q -p $p -e 'begin { @b = 1; } tracepoint:syscalls:sys_enter_getppid { @ = count(); } interval:ms:20 { @i = count(); if (@i == 5) { exit(); } } end { @e = 1; }' & $TESTBIN/calls getppid 50 >/dev/null; wait $!; wait %3; kill $p
expect


        @b: 1
        @e: 1
        @i: 5
---
name    P12 returns of Go programs are probed where they return, because their stacks move; where that cannot be known they are refused, also with --unsafe
sh      printf '%s\n' 'int far(int x);' '__attribute__((noinline)) int add(int x) { __asm__ volatile(""); if (x & 1) return x; __asm__ volatile("" : "+r"(x)); return x + 1; }' \
        	'__attribute__((naked)) void away(void) { __asm__("jmp add"); }' '__attribute__((naked)) void never(void) { __asm__("ud2; jmp *%rax"); }' \
        	'int main(void) { int s = 0; for (int i = 0; i < 1000; i++) s += add(i); return s == 0; }' >like.c; gcc -O1 -fcf-protection=none -o like like.c
        echo x >x; objcopy --add-section .note.go.buildid=x like like-go; for o in -q --unsafe; do $SONDE $o -e 'uretprobe:./like-go:away { }' 2>&1 | grep -o 'is a Go program.*\|hint: .*'; done
        $SONDE -q -e 'uretprobe:./like-go:never { }' 2>&1 | grep -o 'is a Go.*'; $SONDE -q -e 'uretprobe:./like-go:add { print(retval); }' 2>&1 | grep -o 'error: .*'
        $SONDE -q -e 'uprobe:./like-go:add { @in = count(); } uretprobe:./like-go:add { @out = count(); } uretprobe:./like-go:a* { @wild = count(); }' -c "./like-go" | grep @
expect  is a Go program, whose stacks a return probe would break, and the returns of 'away' cannot be probed one by one: it leaves by a jump into another function
        hint: use uprobe on what it calls, or on what its callers call next
        hint: 'sonde doctor' says what this machine can do, and how to get the rest
        is a Go program, whose stacks a return probe would break, and the returns of 'away' cannot be probed one by one: it leaves by a jump into another function
        hint: use uprobe on what it calls, or on what its callers call next
        hint: 'sonde doctor' says what this machine can do, and how to get the rest
        is a Go program, whose stacks a return probe would break, and the returns of 'never' cannot be probed one by one: it has no return instruction
        error: 'retval' is not available in uretprobe probes
        @in: 1000
        @out: 1000
        @wild: 1000
---
name    P20 begin and end, any number, in order, with sonde's own pid and comm
sh      $SONDE -q -e 'begin { printf("1 %s\n", comm); } BEGIN { printf("2\n"); } begin:* { printf("3\n"); } end { printf("4\n"); } END { printf("5\n"); }'; $SONDE -e 'begin:x { }' 2>&1 | head -n 1
expect  1 sonde
        2
        3
        4
        5
        <arg>:1:1: error: 'begin' stands alone: nothing comes behind it
---
name    P21 self runs on SIGUSR1, as often as it comes
prog    self:signal:SIGUSR1 { @signals++; printf("signal %d %s\n", @signals, probe); } interval:ms:10 { @i++; }
run     for i in 1 2 3; do kill -USR1 $PID; until grep -q "signal $i" "$OUT"; do sleep 0.01; done; done
stop    INT
expect-re ^signal 1 self:signal:SIGUSR1$
expect-re ^signal 2 self:signal:SIGUSR1$
expect-re ^signal 3 self:signal:SIGUSR1$
expect-re ^@signals: 3$
---
name    P21 self alone keeps the run going
prog    self:signal:SIGUSR1 { exit(7); }
run     kill -USR1 $PID
stop    none
exit    7
---
name    P21 other triggers and signals
sh      for p in self self:signal self:signal:SIGUSR2 self:timer:x; do $SONDE -e "$p { }" 2>&1 | grep -o 'error: .*\|hint: .*'; done
expect  error: 'self' runs on a signal and on nothing else
        hint: write self:signal:SIGUSR1
        error: 'self' runs on a signal and on nothing else
        hint: write self:signal:SIGUSR1
        error: 'SIGUSR2' is no signal that a script can wait for
        hint: write self:signal:SIGUSR1
        error: 'self' runs on a signal and on nothing else
        hint: write self:signal:SIGUSR1
---
name    P22 tests pass with 0, fail with another result, an error message or a code; what failed shows its output
sh      $SONDE --test -e 'test:good { printf("quiet\n"); } test:told { errorf("bad"); } test:left { printf("half"); exit(3); } begin { printf("not me\n"); } tracepoint:sched:sched_switch { printf("nor me\n"); }' 2>err | sed 's/\x1b\[[0-9]*m//g; s/([0-9]* us)/(N us)/'; cat err
expect  [==========] Running 3 tests.
        [ RUN      ] good
        [       OK ] good (N us)
        [ RUN      ] told
        [  FAILED  ] told (N us)
        [ RUN      ] left
        half
        [  FAILED  ] left (N us)
        [==========] 3 tests ran.
        [  PASSED  ] 1 test.
        [  FAILED  ] 2 tests, listed below:
        [  FAILED  ] told
        [  FAILED  ] left
        stdin:1:46-59: ERROR: bad
---
name    P22 results as records, and the exit code
sh      $SONDE --test -f json -e 'test:good { printf("x\n"); }' | sed 's/"duration": [0-9]*/"duration": N/'; $SONDE --test -e 'test:a { }' >/dev/null; echo $?; $SONDE --test -e 'test:a { exit(1); }' >/dev/null; echo $?
        $SONDE --test -e 'begin { }' 2>&1; echo $?; $SONDE -e 'test:a { }' 2>&1; echo $?
expect  {"type": "test_result", "data": {"good": {"duration": N, "passed": true, "output": "x\n"}}}
        0
        1
        sonde: error: program: it has no tests; write one, as in 'test:name { ... }'
        2
        sonde: error: program: there is nothing to attach: it has no probes but tests and benches; run it with --test or --bench
        2
---
name    P22 benches are timed by the kernel's books, beside other probes they do nothing
sh      $SONDE --bench -e 'bench:counting { @ = count(); } bench:nothing { } test:x { printf("no\n"); }' >out; head -n 1 out; awk 'NR == 2 { print length($0), $0 ~ /^-+$/ } NR > 2 { print $1, ($2 + 0 > 0), ($3 + 0 >= 1000) }' out; $SONDE -q -e 'bench:x { printf("no\n"); } begin { printf("yes\n"); }'
expect  Benchmark                                Time(ns)       Iterations
        71 1
        counting 1 1
        nothing 1 1
        yes
---
name    P22 what a test or a bench returns
sh      $SONDE --test -e 'test:zero { return 0; } test:one { return 1; } test:yes { return 2 > 1; } test:deep { for ($i : 0..10) { if ($i == 5) { return $i; } } }' | grep -o '\(OK\|FAILED\).*(' | sed 's/\x1b\[[0-9]*m//g; s/ *\] */ /'
        $SONDE --bench -e 'bench:here { } bench:not { return 1; }' | tail -n +3 | cut -d ' ' -f 1; $SONDE --test -e 'test:a { return "text"; }' 2>&1 | head -n 1
expect  OK zero (
        FAILED one (
        FAILED yes (
        FAILED deep (
        here
        <arg>:1:17: error: a test returns a number, not string[5]
---
name    P22 names are names, and stand once
sh      for p in test test:a-b test:a:b; do $SONDE --test -e "$p { }" 2>&1 | grep -o 'error: .*'; done; $SONDE --test -e 'test:a { } test:a { }' 2>&1 | head -n 1
expect  error: a 'test' probe has one name, of letters, digits and '_'
        error: a 'test' probe has one name, of letters, digits and '_'
        error: a 'test' probe has one name, of letters, digits and '_'
        <arg>:1:12: error: there is a 'test:a' already
---
name    P23 kprobe: function, module, offset at an instruction, address with --unsafe
needs   root kprobe
sh      $SONDE -q -e 'k:__x64_sys_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls getppid 30" | grep @; a=$(awk '$3 == "__x64_sys_getppid" && $2 == "T" { print $1 }' /proc/kallsyms)
        $SONDE -q --unsafe -e "kprobe:0x$a /comm == \"calls\"/ { @[func] = count(); }" -c "$TESTBIN/calls getppid 30" | grep @; $SONDE -q -e "kprobe:0x$a { }" 2>&1 | grep -c -- --unsafe
        $SONDE -q -e 'kprobe:__x64_sys_getppid+1 { }' 2>&1 | grep -o 'not at the start of an instruction'; $SONDE -q -e 'kprobe:__x64_sys_getppid+100000 { }' >err 2>&1; echo $?; $SONDE -q -e 'kprobe:nomodule:f { }' >err 2>&1; echo $?
expect-re ^@: 30$
expect-re ^@\[__.*sys_getppid\]: 30$
expect-re ^1$
expect-re ^not at the start of an instruction$
expect-re ^2$
expect-re ^2$
---
name    P24 kretprobe: no offset
needs   root kretprobe
sh      $SONDE -q -e 'kr:vfs_write /comm == "calls" && retval > 4096/ { @[retval] = count(); }' -c "$TESTBIN/calls write 4097*30" | grep @; $SONDE -q -e 'kretprobe:vfs_write+4 { }' 2>&1 | head -n 1 | grep -c error; echo $?
expect  @[4097]: 30
        1
        0
---
name    P25 entry and return of one function: the same numbers however they share
needs   root kprobe
prog    kprobe:vfs_write /comm == "calls" && arg2 > 4096/ { @in = count(); } kretprobe:vfs_write /comm == "calls" && retval > 4096/ { @out = count(); }
run     $TESTBIN/calls -t 4 write 4097*100
stop    INT
expect


        @in: 400
        @out: 400
---
name    P26 P27 uprobe and uretprobe by symbol, offset, address and name of the source; library name and path
needs   root tool:g++ tool:nm
sh      $SONDE -q -e 'u:libc:getppid /comm == "words"/ { @a = count(); } uprobe:/lib/x86_64-linux-gnu/libc.so.6:puts { @b = count(); } ur:libc:abs { @c = count(); } interval:ms:50 { exit(); }' >/dev/null; echo $?
        printf '%s\n' 'namespace n { __attribute__((noinline)) int f(int x) { asm volatile(""); return x + 1; } }' 'int main() { int s = 0; for (int i = 0; i < 300; i++) s += n::f(i); return !s; }' >f.cpp; g++ -O1 -o f f.cpp
        $SONDE -q -e "u:./f:_ZN1n1fEi { @symbol = count(); } u:./f:_ZN1n1fEi+0 { @offset = count(); } u:./f:0x$(nm f | awk '$3 == "_ZN1n1fEi" { print $1 }') { @address = count(); } u:./f:cpp:\"n::f\" { @source = count(); } ur:./f:cpp:\"n::f(int)\" { @sum = sum(retval); }" -c ./f | grep @
        for a in uretprobe:libc:puts+4 uretprobe:libc:0x1000 uprobe:libc:puts+1 uprobe:libc:java:f; do $SONDE -e "$a { }" >/dev/null 2>err; echo $?; done; $SONDE -e 'uprobe:/nonexistent:f { }' 2>err; echo $?; $SONDE -e 'uprobe:libc:no_such_function_here { }' 2>err; echo $?
expect  0
        @address: 300
        @offset: 300
        @source: 300
        @sum: 45150
        @symbol: 300
        1
        1
        1
        1
        2
        2
---
name    P28 usdt: binary, namespace and probe, wildcards in each, all places of a probe, arguments and the lack of them
needs   root
sh      b=$TESTBIN/usdt; $SONDE -q -e "usdt:$b:app:step { @[probe == \"usdt:$b:app:step\", arg1] = sum(arg0); @n = count(); } U:$b:none { @none = count(); } USDT:$b:a*:[cf]o* { @wild = count(); } U:$(dirname $b)/us*t:app:forms { @u = count(); }" -c "$b fire 1000"
        $SONDE -l "usdt:$b:*" | sed "s|$TESTBIN|B|"; $SONDE -l "usdt:$b:app:st*" | wc -l; $SONDE -lv "usdt:$b:step" | tail -2
        for a in arg2 'func' 'sarg0' 'args.x'; do $SONDE -q -e "usdt:$b:step { print($a); }" 2>&1 | grep -m 1 -o "error:.*" | sed "s|$TESTBIN|B|"; done
        $SONDE -q -e "usdt:$b:none { print(arg0); } usdt:$b:constants { print(arg6); }" 2>&1 | grep -o "error:.*" | sed "s|$TESTBIN|B|"
        $SONDE -q -e "usdt:$b:stepp { }" 2>&1 | grep -m 2 -o "error:.*\|hint:.*" | sed "s|$TESTBIN|B|"; $SONDE -q -e "usdt:/bin/true:a:b { }" 2>&1 | grep -m 1 -o "error:.*"; $SONDE -q -e "usdt:a:b { }" 2>&1 | grep -m 1 -o "error:.*"; $SONDE -q -e "usdt:step { }"; echo $?
expect


        @[true, 1]: 499500
        @[true, 2]: 499500
        @[true, 3]: 499500
        @n: 3000
        @none: 1000
        @u: 1000
        @wild: 2000
        usdt:B/usdt:app:constants
        usdt:B/usdt:app:forms
        usdt:B/usdt:app:guarded
        usdt:B/usdt:app:memory
        usdt:B/usdt:app:none
        usdt:B/usdt:app:step
        1
            uint64_t arg0
            int32_t arg1
        error: 'arg2' is behind the last argument of 'usdt:B/usdt:app:step', which is arg1
        error: 'func' is not available in usdt probes
        error: 'sarg0' is not available in usdt probes
        error: 'args' is not available in usdt probes
        error: 'arg0' is not there: 'usdt:B/usdt:app:none' has no arguments
        error: 'arg6' of 'usdt:B/usdt:app:constants', which is '8f@%xmm0', cannot be read: it is a floating-point number, which programs of the kernel cannot handle
        error: B/usdt has no static probe named 'stepp'
        hint: did you mean 'step'?
        error: /usr/bin/true has no static probes
        error: there is no program or library 'a'
        1
---
name    P29 tracepoint: an event without its category, and a category alone
needs   root tracepoint:sched:sched_switch
sh      for p in t:sched_switch t:sched; do $SONDE -e "$p { }" 2>&1 | grep hint:; done
expect
            hint: did you mean 'tracepoint:sched:sched_switch'?
            hint: all events of a category: tracepoint:sched:*
---
name    P29 tracepoint: category, event, and wildcards in both
sh      $SONDE -l 'tracepoint:sched:sched_sw*' | grep -c . ; ls /sys/kernel/tracing/events/sched | grep -c '^sched_sw'; $SONDE -l 'tracepoint:s[ci]*:sched_switch'; $SONDE -e 'tracepoint:sched { }' 2>&1 | head -n 1 | grep -c error
expect  2
        2
        tracepoint:sched:sched_switch
        1
---
name    P30 rawtracepoint: args and argN
needs   root btf
sh      $SONDE -q -e 'rt:sys_enter /comm == "calls" && arg1 == 110/ { @w = count(); } rawtracepoint:sys_enter /comm == "calls" && args.id == 110/ { @a = count(); }' -c "$TESTBIN/calls getppid 25" | grep @
expect  @a: 25
        @w: 25
---
name    P31 fentry and fexit, and their old names
needs   root fentry
sh      $SONDE -q -e 'kfunc:vfs_write /comm == "calls" && args.count > 4096/ { @in = count(); } fr:vfs_write /comm == "calls" && retval > 4096/ { @out[retval] = count(); }' -c "$TESTBIN/calls write 4097*40" | grep @
expect  @in: 40
        @out[4097]: 40
---
name    P31 on a kernel that refuses fentry that is said
sh      $SONDE -e 'fentry:no_such_function_here { }' 2>/dev/null; echo $?
expect  2
---
name    P32 profile: units and bounds
sh      for u in hz:50 s:1 ms:20 us:20000 20ms 20000000; do $SONDE -q -e "profile:$u { } interval:ms:30 { exit(); }" || echo "bad $u"; done
        for u in hz:0 us:0 100ns 999 m:1 hz:x hz:-1 hz; do $SONDE -e "profile:$u { }" >out 2>&1 && echo "good $u"; echo $?; done | uniq -c | sed 's/ *//'
expect  8 1
---
name    P33 interval: one CPU, any process
sh      $SONDE -q -p 1 -e 'interval:ms:10 { @[cpu] = count(); @n++; if (@n == 10) { exit(); } }' | grep -c '^@\['
expect  1
---
name    P34 software events and their counts
sh      $SONDE -q -e 's:faults:1 { @f = count(); } software:cs:1 { @c = count(); } software:cpu-clock:1000000 { @k = count(); }' -c "sh -c 'for i in 1 2 3; do /bin/true; done; sleep 0.1'" >out; grep -c '@' out; $SONDE -e 'software:no-such { }' 2>&1 | head -n 1 | grep -c "error"
        $SONDE -l 'software:*' | sed 's/software://; s/:.*//' | tr '\n' ' '
expect-re ^[23]$
expect-re ^1$
expect-re alignment-faults.*bpf-output.*context-switches.*cpu-clock.*cpu-migrations.*dummy.*emulation-faults.*major-faults.*minor-faults.*page-faults.*task-clock
---
name    P35 hardware: the events and their counts, listed here whether this machine has them or not
sh      $SONDE --no-warnings -l 'hardware:*' | sed 's/hardware://' | tr '\n' ' '; echo; $SONDE --no-warnings -l 'h:branches:5,h:c*s' 2>&1
expect  backend-stalls branch-instructions branch-misses bus-cycles cache-misses cache-references cpu-cycles frontend-stalls instructions ref-cycles 
        hardware:branches:5
        hardware:cache-misses
        hardware:cache-references
        hardware:cpu-cycles
---
name    P35 hardware: every so many instructions are counted; without counters, what is missing and what to use
needs   root
sh      $SONDE -q -e 'hardware:instructions:1000000 { @[comm] = count(); }' -c "$TESTBIN/burn 500" >out 2>err; echo $?; grep -o '^@.burn.' out; cat err
expect-re ^[02]$
expect-re ^(@.burn.|<arg>:1:1: error: there are no hardware probes here: this machine has no counters that the kernel could use)$
---
name    P36 watchpoint: forms and modes, and what is wrong with others
sh      for p in 0x10:8:w 0x11:1:wr 16:2:rw 0x13:8:x 0b1000:0x4:w; do $SONDE -l "watchpoint:$p" 2>&1; done; for p in 0x12:8:w 1:3:w 1:0:w 1:16:w 8:8:r 8:8:ww 8:8:rwx 8:4:x 8:8: 8:8 main:8:w -8:8:w 1e30:8:w; do $SONDE -e "w:$p { }" 2>&1 | head -n 1; done
expect  watchpoint:16:8:w
        watchpoint:17:1:rw
        watchpoint:16:2:rw
        watchpoint:19:8:x
        watchpoint:8:4:w
        <arg>:1:3: error: 0x12 is not a multiple of the length 8, as the processor needs it
        <arg>:1:5: error: '3' is not a length: watchpoint watches 1, 2, 4 or 8 bytes
        <arg>:1:5: error: '0' is not a length: watchpoint watches 1, 2, 4 or 8 bytes
        <arg>:1:5: error: '16' is not a length: watchpoint watches 1, 2, 4 or 8 bytes
        <arg>:1:7: error: 'r' is not a mode of watchpoint: there are w, rw or x: the processor cannot watch reads alone
        <arg>:1:7: error: 'ww' is not a mode of watchpoint: there are w, rw or x: the processor cannot watch reads alone
        <arg>:1:7: error: 'rwx' is not a mode of watchpoint: there are w, rw or x: the processor cannot watch reads alone
        <arg>:1:5: error: '4' is not a length for mode x: it has to be 8
        <arg>:1:1: error: attach point has an empty part: watchpoint is written 'watchpoint:address:length:mode'
        <arg>:1:1: error: attach point is incomplete: watchpoint is written 'watchpoint:address:length:mode'
        <arg>:1:3: error: 'main' is not an address: it must be a number
        <arg>:1:3: error: '-8' is not an address: it must be a number
        <arg>:1:3: error: '1e30' is too large: at most 18446744073709551615
---
name    P37 iter: walks, alone, and pinned
needs   root iter btf
sh      $SONDE -q -e "iter:task { if (ctx.task.pid == $$) { @self = count(); } }" | grep @; $SONDE -e 'iter:task { } interval:s:1 { }' 2>&1 | head -n 1 | grep -c 'only attach point'; $SONDE -e 'iter:no_such { }' 2>err; echo $?
        $SONDE -q -e 'iter:task:/sys/fs/bpf/sonde-spec { printf("%d\n", ctx.task.tgid); }'; grep -cx $$ /sys/fs/bpf/sonde-spec; rm -f /sys/fs/bpf/sonde-spec
expect  @self: 1
        1
        2
        1
---
name    P2 a pattern for the provider that adds nothing new, and one that finds nothing
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid, *:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); return 1; }' -c "$TESTBIN/calls getppid 5" | grep @
        SONDE_MISSING_PROBES=warn $SONDE -q -e '*:no:such_probe_here { return 1; } begin { print("on"); }' 2>/dev/null
expect  @: 5
        on
---
name    P22 a test whose words were lost has not passed; what programs ask of sonde is there; a rehearsal runs nothing
sh      $SONDE --test -e 'test:flood { for $i : 0..200000 { printf("line %d of a long text, many times what the ring has room for\n", $i); } errorf("bad"); }' >out 2>err; echo $?; grep -c '^Lost [0-9]* events$' err
        $SONDE --test -e 'test:a { print(elapsed < 10s); print(strftime("%Y", nsecs(sw_tai))); return 1; }' | grep -v '\['; date +%Y; $SONDE --test --dry-run -e 'test:a { return 1; }'; echo $?
expect-re ^1$
expect-re ^1$
expect-re ^true$
expect-re ^20[0-9][0-9]$
expect-re ^20[0-9][0-9]$
expect-re ^0$
---
name    P26 uprobe at a source line: once a pass, in every function and inlined copy that has code for it
needs   root
sh      mkdir src && cat >src/line.c <<'E'
        #include <stdio.h>
        #include <stdlib.h>
        volatile int sink;
        static inline __attribute__((always_inline)) void copied(int n) {
        	sink += n;
        	sink ^= 1;
        }
        __attribute__((noinline)) void one(int n) { copied(n); }
        __attribute__((noinline)) void two(int n) { copied(n); copied(n + 1); }
        __attribute__((noinline)) int loop(int n) {
        	int i, sum = 0;
        	for (i = 0; i < n; i++)
        		sum += sink;
        	return sum;
        }

        int main(void)
        {
        	for (int i = 0; i < 50; i++) { one(i); two(i); loop(10); }
        	return 0;
        }
        E
        for how in '-O0 -gdwarf-5' '-O2 -gdwarf-4' '-O2 -gdwarf-5' '-O2 -g -gsplit-dwarf -no-pie'; do
            gcc $how -o line src/line.c || exit
            $SONDE -q -e 'uprobe:./line@line.c:5 { @copied = count(); } uprobe:./line@src/line.c:6 { @again = count(); } uprobe:./line@line.c:13 { @body = count(); } uprobe:./line@line.c:10 { @entered = count(); @names[probe] = count(); }' -c ./line | grep @ | sed "s,$PWD,,"
        done
        for at in line.c:16 lin.c:5 src/line.c:5:77 line.c:9999; do $SONDE -q -e "uprobe:./line@$at { }" 2>&1 | sed "s,$PWD,.," | grep -v '^ *[u^]'; done
        gcc -o line src/line.c; $SONDE -q -e 'uprobe:./line@line.c:5 { }' 2>&1 | sed "s,$PWD,.," | grep -v '^ *[u^]'
expect  @again: 150
        @body: 500
        @copied: 150
        @entered: 50
        @names[uprobe:/line@line.c:10]: 50
        @again: 150
        @body: 500
        @copied: 150
        @entered: 50
        @names[uprobe:/line@line.c:10]: 50
        @again: 150
        @body: 500
        @copied: 150
        @entered: 50
        @names[uprobe:/line@line.c:10]: 50
        @again: 150
        @body: 500
        @copied: 150
        @entered: 50
        @names[uprobe:/line@line.c:10]: 50
        <arg>:1:22: error: line 16 of line.c has no code in ./line
            hint: the nearest lines that have some are 13 and 18
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        <arg>:1:8: error: nothing of ./line was compiled from a file 'lin.c'
            hint: give the end of its path, as the compiler was given it: name.c or directory/name.c
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        <arg>:1:28: error: line 5 of src/line.c has no code at column 77
            hint: it has some at column 2
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        <arg>:1:22: error: line 9999 of line.c has no code in ./line
            hint: the nearest line that has some is 20
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        <arg>:1:8: error: ./line has no debug information: its source lines are not known
            hint: compile it with -g, or install its debug symbols
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
