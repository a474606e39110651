# tests/live/check.t - `sonde check` and `sonde SCRIPT --help`: what can be said of a script without running it, by anybody.
name    the scripts of Debian's bpftrace pass; runqlen names a field that kernels from 6.14 on do not have
needs   tool:bitesize.bt full-speed
sh      for f in /usr/sbin/*.bt; do $SONDE check "$f" >$TMP/out 2>$TMP/err || grep error: $TMP/err; done | grep -v "runqlen.bt:[0-9:]* error: 'nr_running' is no field of 'struct cfs_rq'$"; ls /usr/sbin/*.bt | wc -l | grep -c '^[1-9]'
expect  1
---
name    our own scripts pass
sh      $SONDE check --no-warnings $(dirname $SONDE)/probes/*.probe && echo good
expect  good
---
name    it needs no privileges: what cannot be read is said and the rest is checked
needs   root
sh      d=$(mktemp -d); cp -L $SONDE $(dirname $SONDE)/sonde-compile $d; chmod 755 $d; cd /; for p in 'tracepoint:syscalls:sys_enter_openat { $f = args.filename; @[str($f)] = count(); }' 'tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = countt(); }'; do setpriv --reuid=65534 --clear-groups $d/sonde check -e "$p" 2>&1; echo $?; done; rm -r $d
expect
        <arg>:1:1: not checked: /sys/kernel/tracing cannot be read: Permission denied
            tracepoint:syscalls:sys_enter_openat { $f = args.filename; @[str($f)] = count(); }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: run as root
        0
        <arg>:1:64: error: 'countt' is not defined
            tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = countt(); }
                                                                           ^~~~~~
            hint: did you mean 'count'?
        1
---
name    several scripts, standard input, and one that is not there
sh      echo 'begin { exit(); }' >a.bt; echo 'begin { exitt(); }' | $SONDE check a.bt -; echo $?; $SONDE check a.bt; echo $?; $SONDE check a.bt none.bt; echo $?
expect
        1
        0
        2
stderr
        <stdin>:1:9: error: 'exitt' is not defined
            begin { exitt(); }
                    ^~~~~
            hint: did you mean 'exit'?
        sonde: error: script 'none.bt': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
---
name    whom a script would trace is ignored
sh      echo 'begin { exit(); }' >a.bt; $SONDE check -p 4194304 a.bt; echo $?; $SONDE check -c /no/such/program a.bt; echo $?; $SONDE check -p 1 -c true a.bt; echo $?
expect
        0
        0
        0
---
name    nothing is loaded and nothing runs
sh      $SONDE check -e 'begin { printf("ran\n"); system("echo ran"); }'; echo $?; $SONDE check --unsafe -e 'begin { printf("ran\n"); system("echo ran"); }'; echo $?
expect
        1
        0
---
name    diagnostics as records
sh      $SONDE check -f json -e 'begin { $a = 1; $a = "x"; histt(); }'; echo $?; $SONDE check -f json -e 'begin { $a = 1; $a = "x"; 5; }'; echo $?; $SONDE check -f json -e 'begin { 5; }'; $SONDE check -f json --no-warnings -e 'begin { 5; }'; echo $?
expect
        {"type": "error", "id": "UNKNOWN_FUNCTION", "msg": "'histt' is not defined", "filename": "stdin", "line": 1, "col": 27, "end_line": 1, "end_col": 32, "notes": [], "hints": ["did you mean 'hist'?"]}
        1
        {"type": "error", "id": "TYPE_MISMATCH", "msg": "'$a' is int64, not string[2]", "filename": "stdin", "line": 1, "col": 22, "end_line": 1, "end_col": 25, "notes": [{"msg": "it is int64 here", "filename": "stdin", "line": 1, "col": 14, "end_line": 1, "end_col": 15}], "hints": []}
        {"type": "warning", "id": "DISCARDED", "msg": "the value of this expression is not used", "filename": "stdin", "line": 1, "col": 27, "end_line": 1, "end_col": 28, "notes": [], "hints": []}
        1
        {"type": "warning", "id": "DISCARDED", "msg": "the value of this expression is not used", "filename": "stdin", "line": 1, "col": 9, "end_line": 1, "end_col": 10, "notes": [], "hints": []}
        0
---
name    a probe that is not there is no mistake of the script: its body is checked
sh      $SONDE check -e 'tracepoint:syscalls:sys_enter_no_such { @ = countt(); } begin { exit(); }'
exit    1
stderr-re ^<arg>:1:45: error: 'countt' is not defined$
stderr-re ^<arg>:1:21: warning: category 'syscalls' has no tracepoint 'sys_enter_no_such'$
---
name    positional parameters are not there when a script is checked: which is no mistake, and a probe that one names is not looked for
sh      printf '%s\n' 'uprobe:$1:main { printf("%s %d\n", str($2), $3 + 1); @[arg0] = count(); }' >x.bt; $SONDE check x.bt; echo $?; echo 'begin { countt(); }' >>x.bt; $SONDE check x.bt 2>&1 | grep error
expect
        0
        x.bt:2:9: error: 'countt' is not defined
stderr
        x.bt:1:8: not checked: which probe it is depends on parameter $1
            uprobe:$1:main { printf("%s %d\n", str($2), $3 + 1); @[arg0] = count(); }
                   ^~
---
name    types of another kernel
needs   root btf
sh      cp /sys/kernel/btf/vmlinux types; for o in --btf=types --btf -b; do $SONDE check $o -e 'begin { print(curtask.pid); }'; echo $?; done; $SONDE -q --btf=types -e 'begin { print(curtask.tgid == pid); exit(); }'; $SONDE check --btf=/etc/passwd -e 'begin { }'; echo $?; $SONDE check --btf=none -e 'begin { }'; echo $?
expect
        0
        0
        0
        true
        2
        2
stderr
        sonde: error: option '--btf': '/etc/passwd' cannot be used: it holds neither types in BTF nor debug information
        sonde: error: option '--btf': 'none' cannot be used: No such file or directory
---
name    types that are only the other kernel's
sh      command -v gcc >/dev/null || exit 0; printf 'struct elsewhere { int a; long b; } x;' >t.c; gcc -gbtf -c t.c -o t.o 2>/dev/null && objcopy -O binary --only-section=.BTF --set-section-flags .BTF=alloc t.o types || { echo skipped; exit; }; $SONDE check --btf=types -e 'begin { $p = (struct elsewhere *)0; print($p.b); }'; echo $?; $SONDE check --btf=types -e 'begin { $p = (struct elsewhere *)0; print($p.c); }' 2>&1 | head -1; $SONDE check --btf=types -e 'begin { print(((struct task_struct *)0).pid); }' 2>&1 | head -1 | grep -c error
expect-re ^(skipped|0)$
---
name    --help of a script: its comment and its parameters, by anybody
needs   root
sh      printf '%s\n' '#!/usr/bin/env -S sonde run' '// slow - what is slow' '// and more' 'tracepoint:no:such /getopt("slow", 10ms, "threshold") > 5 && getopt("comm", "a\"b")/ { @ = getopt("all"); }' >slow.probe; d=$(mktemp -d); cp -L $SONDE $(dirname $SONDE)/sonde-compile slow.probe $d; chmod 755 $d; cd $d; for c in "sonde slow.probe --help" "sonde run ./slow.probe --help" "sonde slow.probe -- --help"; do setpriv --reuid=65534 --clear-groups ./$c | cksum; done; ./sonde slow.probe --help; echo $?; cd /; rm -r $d
expect-re ^([0-9]+ [0-9]+)$
expect-re ^slow - what is slow$
expect-re ^and more$
expect-re ^  --slow  uint64  10ms    threshold$
expect-re ^  --comm  string  "a\\"b"$
expect-re ^  --all   bool    false$
expect-re ^0$
---
name    --help of a script of ours, and of one that does not parse
sh      $SONDE run cpu --help | head -1 | grep -c .; echo 'begin {' >bad.bt; $SONDE bad.bt --help; echo $?
expect
        1
        1
stderr-re error:
---
name    check: of what the machine cannot do, found when mechanisms are chosen, nothing but the message comes
needs   root tracepoint:sched:sched_switch
sh      printf 'tracepoint:sched:sched_switch { print(args.prev_comm); }' >x.bt; SONDE_ATTACH_BY=raw $SONDE check x.bt; echo $?
expect  0
stderr-re ^x.bt:1:1: not checked: 'tracepoint:sched:sched_switch' cannot be attached by raw
---
name    L2, L14: what editors put before a script and at the ends of its lines is no part of it, in scripts and in what they import; places are those that editors show
sh      printf '\357\273\277#!/usr/bin/env sonde\r\nimport "b.probe";\r\nbegin { print(double(2)); }\r\nend { print("e"); }' >a.probe; printf '\357\273\277fn double($a : int64) : int64 {\r\n\treturn $a * 2;\r\n}\r\n' >b.probe; printf '\357\273\277begin { $x = ; }' >c.probe
        $SONDE check a.probe; echo $?; $SONDE fmt b.probe | od -c | head -1; $SONDE check c.probe; echo $?
expect
        0
        0000000   f   n       d   o   u   b   l   e   (   $   a       :       i
        1
stderr
        c.probe:1:14: error: expected an expression, found ';'
            begin { $x = ; }
                         ^
