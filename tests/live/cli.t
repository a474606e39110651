# tests/live/cli.t - the command line: usage, scripts by path and by name, exit codes, listings, images that are no images.
name    without a program the usage goes to stderr
sh      "$SONDE"; echo $?
expect  1
stderr-re ^usage: sonde
---
name    help and version go to stdout
sh      "$SONDE" --help | head -n 1 | cut -c 1-12; "$SONDE" -V | head -n 1; "$SONDE" --help >/dev/null; echo $?
expect
        usage: sonde
        sonde v0.1.0
        0
stderr
---
name    a usage error is one line and exit code 1
sh      "$SONDE" --nonsense 2>&1; echo $?; "$SONDE" --heatmap x -e 'begin { }' 2>&1; echo $?
expect
        sonde: error: option '--nonsense' is unknown: 'sonde --help' lists the options
        1
        sonde: error: option '--heatmap' is not there yet
        1
---
name    a program from a file, from stdin, and as text
before  printf '%s\n' 'begin { printf("file %d\n", $1); exit(); }' > a.bt
sh      "$SONDE" -q a.bt 5; "$SONDE" -q ./a.bt 6; "$SONDE" -q - 7 < a.bt; "$SONDE" -q -e 'begin { printf("text\n"); exit(); }'
expect
        file 5
        file 6
        file 7
        text
stderr
---
name    options behind the file, parameters behind --
before  printf '%s\n' 'begin { printf("%s %d\n", str($1), $#); exit(); }' > a.bt
sh      "$SONDE" a.bt -q one; "$SONDE" a.bt -q -- -q two; "$SONDE" run ./a.bt -q
expect
        one 1
        -q 2
        -q 1
stderr-re ^Attached
---
name    a script by name, and the nearest name
before  mkdir -p data/sonde/probes here; printf '%s\n' 'begin { printf("by name %s\n", str($1)); exit(); }' > data/sonde/probes/hello.probe
        printf '%s\n' 'begin { printf("old suffix\n"); exit(); }' > data/sonde/probes/older.bt
sh      export XDG_DATA_HOME=$TMP/data; cd here
        "$SONDE" -q hello x; "$SONDE" run older 2>&1 | grep -v Attached; "$SONDE" helo 2>&1; echo $?
expect
        by name x
        old suffix
        sonde: error: script 'helo': no such file or named script: did you mean 'hello'?
        2
---
name    the shebang line of a script
before  printf '#!%s -q\nbegin { printf("from a shebang\\n"); exit(); }\n' "$SONDE" > s.bt; chmod +x s.bt
sh      ./s.bt
expect  from a shebang
---
name    files that cannot be read
sh      "$SONDE" /nonexistent 2>&1; echo $?; "$SONDE" / 2>&1; echo $?
expect
        sonde: error: script '/nonexistent': cannot open: No such file or directory
        2
        sonde: error: script '/': cannot read: Is a directory
        2
---
name    the exit code of the program
sh      "$SONDE" -q -e 'begin { exit(7); }'; echo $?; "$SONDE" -q -e 'begin { exit(256 + 3); }'; echo $?
        "$SONDE" -q -e 'begin { x }' 2>/dev/null; echo $?; "$SONDE" -q -e '' 2>/dev/null; echo $?
expect
        7
        3
        1
        2
---
name    a dump after a pass, on stderr, and the dry run that stops there
sh      "$SONDE" -d parse --dry-run -e 'begin { printf("never\n"); exit(); }'; echo $?
expect  0
stderr-re printf
---
name    Z5: -d verifier and -d libbpf: what the kernel says of each program that it takes, to the end; then the run goes on
needs   root
sh      for s in verifier libbpf; do $SONDE -q -d $s -e 'begin { printf("begun\n"); } tracepoint:syscalls:sys_enter_getppid { @ = count(); } interval:hz:50 { exit(); } end { clear(@); }' 2>err; grep "^verifier of" err; grep -c '^processed [0-9]* insns' err; grep -cE '^0: .*R1=ctx' err; done
expect  begun
        verifier of 'begin':
        verifier of 'tracepoint:syscalls:sys_enter_getppid':
        verifier of 'interval:hz:50':
        verifier of 'end':
        4
        4
        begun
        verifier of 'begin':
        verifier of 'tracepoint:syscalls:sys_enter_getppid':
        verifier of 'interval:hz:50':
        verifier of 'end':
        4
        4
---
name    a full disk, and standard output that is closed
sh      "$SONDE" -q -e 'begin { printf("x\n"); exit(); }' >/dev/full; echo $?
        "$SONDE" -q -o /dev/full -e 'begin { printf("x\n"); exit(); }'; echo $?
        "$SONDE" -q -e 'begin { printf("x\n"); exit(); }' >&-; echo $?
        "$SONDE" --help >/dev/full; echo $?
        "$SONDE" -q -o nowhere/x -e 'begin { exit(); }'; echo $?
expect
        2
        2
        2
        2
        2
stderr-re No space left on device
---
name    a reader that went away is no error
sh      { "$SONDE" -q -e 'interval:ms:1 { printf("x\n"); }'; echo $? >&2; } | head -n 1; { "$SONDE" -l; echo $? >&2; } | head -n 1 | cut -c 1-4
expect-re ^x$
stderr
        0
        0
---
name    commands and processes that do not exist
sh      "$SONDE" -c nonsense-command -e 'begin { exit(); }' 2>&1; echo $?; "$SONDE" -c "$TMP" -e 'begin { exit(); }' 2>&1 | tail -n 1 | cut -c 1-20
        "$SONDE" -p 4194304 -e 'begin { exit(); }' 2>&1; echo $?
expect
        sonde: error: command 'nonsense-command': not found, or not executable
        2
        sonde: error: comman
        sonde: error: option '-p': no process 4194304
        2
---
name    -c splits like a shell, but is none
sh      "$SONDE" -q -c "echo 'a  b' \"c\\\"d\" e\\ f \$HOME *" -e 'interval:s:9 { }'
expect  a  b c"d e f $HOME *
---
name    the line of --ready-fd
sh      "$SONDE" -q --ready-fd 3 -e 'interval:ms:1 { exit(); }' 3>ready; od -An -c ready | tr -d ' '; for fd in 77 99999999999; do "$SONDE" --ready-fd $fd -e 'begin { }' 2>&1; done; echo $?
expect
        \n
        sonde: error: option '--ready-fd': descriptor 77 is not open
        sonde: error: option '--ready-fd': '99999999999' is no file descriptor: a number from 0 to 2147483647 is needed
        1
---
name    config values from the environment, SONDE_ before BPFTRACE_
sh      export BPFTRACE_MAX_STRLEN=16 XX=1
        "$SONDE" -q -e 'begin { printf("%s\n", "0123456789012345678"); exit(); }' 2>&1 | grep -c error
        SONDE_MAX_STRLEN=32 "$SONDE" -q -e 'begin { printf("%s\n", "0123456789012345678"); exit(); }'
        SONDE_MAX_STRLEN=nonsense "$SONDE" -q -e 'begin { exit(); }' 2>/dev/null; echo $?
expect
        1
        0123456789012345678
        1
---
name    listing against what tracefs has
sh      "$SONDE" -l 'tracepoint:sched:*' > got; ls /sys/kernel/tracing/events/sched | grep -v '^enable$\|^filter$' | sed 's/^/tracepoint:sched:/' | LC_ALL=C sort > want
        cmp got want && echo same; "$SONDE" -l 'tracepoint:sched:*,software:*' | grep -c 'software:page-faults'; "$SONDE" -l | LC_ALL=C sort -c && echo sorted
expect
        same
        1
        sorted
---
name    listing with arguments, as text and as JSON
sh      "$SONDE" -lv tracepoint:raw_syscalls:sys_exit; "$SONDE" -l -f json tracepoint:raw_syscalls:sys_exit
expect
        tracepoint:raw_syscalls:sys_exit
            long id
            long ret
        {"type": "probe", "data": {"name": "tracepoint:raw_syscalls:sys_exit", "args": [{"name": "id", "type": "long"},{"name": "ret", "type": "long"}]}}
---
name    listing the probes of a program
before  echo 'begin { exit(); } tracepoint:sched:sched_process_e*, interval:s:1 { @ = count(); } end { }' > a.bt
sh      "$SONDE" -l ./a.bt; "$SONDE" -l -e 'software:page-faults:1 { }'
expect
        interval:s:1
        tracepoint:sched:sched_process_exec
        tracepoint:sched:sched_process_exit
        software:page-faults:1
---
name    listing what is not there
sh      "$SONDE" -l 'tracepoint:nonsense:*' 2>&1; echo $?; "$SONDE" -l 'nonsense:*' 2>/dev/null; echo $?; "$SONDE" -l nonsense.bt 2>&1 | wc -l
expect
        sonde: warning: pattern 'tracepoint:nonsense:*': no tracepoint matches 'nonsense:*'
        0
        1
        2
---
name    a damaged image is refused
before  printf '\177SONDE\r\n\001\000\000\000' > short; { printf '\177SONDE\r\n'; head -c 5000 /dev/urandom; } > noise; printf '\177SONDE\r\n' > magic
sh      for f in short noise magic; do "$SONDE" $f 2>/dev/null; echo $?; done
expect
        2
        2
        2
stderr
---
name    a compiler that dies is a message, not a mystery
before  mkdir bin; cp "$SONDE" bin/sonde; printf '#!/bin/sh\nkill -SEGV $$\n' > bin/sonde-compile; chmod +x bin/sonde-compile
sh      bin/sonde -e 'begin { exit(); }' 2>&1; echo $?
        printf '#!/bin/sh\nexit 0\n' > bin/sonde-compile; bin/sonde -e 'begin { exit(); }' 2>&1; echo $?
        printf '#!/bin/sh\necho nonsense\n' > bin/sonde-compile; bin/sonde -e 'begin { exit(); }' 2>/dev/null; echo $?
        rm bin/sonde-compile; bin/sonde -e 'begin { exit(); }' 2>&1; echo $?
expect
        sonde: error: sonde-compile: internal error: died of signal 11 (Segmentation fault): this is a mistake of sonde, please report it with the script
        4
        sonde: error: sonde-compile: internal error: it wrote nothing: this is a mistake of sonde, please report it with the script
        4
        4
        sonde: error: sonde-compile: not found beside sonde nor in ../libexec/sonde: is the installation complete?
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        2
---
name    a large script arrives whole
before  { echo 'begin {'; i=0; while [ $i -lt 4000 ]; do echo "// comment number $i to make this script longer than a pipe holds"; i=$((i + 1)); done
        printf '%s\n' 'printf("end of %d\n", 4000); exit(); }'; } > big.bt
sh      wc -c < big.bt | awk '{ print ($1 > 200000) }'; "$SONDE" -q big.bt
expect
        1
        end of 4000
---
name    without privileges the first line says what is missing
needs   tool:setpriv
sh      chmod 755 . ; setpriv --reuid 65534 --regid 65534 --clear-groups "$SONDE" -e 'begin { exit(); }' 2>&1 | cut -c 1-27
        setpriv --reuid 65534 --regid 65534 --clear-groups "$SONDE" -e 'begin { exit(); }' 2>/dev/null; echo $?
        setpriv --reuid 65534 --regid 65534 --clear-groups "$SONDE" --version | head -n 1
expect
        sonde: error: privileges: m
        sonde: hint: 'sonde doctor'
        2
        sonde v0.1.0
---
name    Z22: only probes in whose full names the expression is found run, and begin, end and self
needs   root
sh      cat >p.probe <<'E'
        begin { printf("begin\n"); }
        tracepoint:syscalls:sys_enter_getppid,t:syscalls:sys_exit_getppid,rawtracepoint:sys_enter,profile:hz:99,tracepoint:syscalls:sys_enter_getpid /pid == cpid/ { @[probe] = count(); }
        test:one { return 0; }
        self:signal:SIGUSR1 { }
        end { printf("end\n"); }
        E
        for f in 'enter_getp' '^tracepoint:.*:sys_(exit|none)_' 'p?id$' 'no such'; do $SONDE -l --probe-filter "$f" p.probe | sort | tr '\n' ' '; echo .; done; $SONDE --probe-filter 'exit_get|^test' p.probe -c "$TESTBIN/calls getppid 20" | grep -v '^$'; $SONDE --test --probe-filter nothing p.probe; echo $?
expect-re ^tracepoint:syscalls:sys_enter_getpid tracepoint:syscalls:sys_enter_getppid \.$
expect-re ^tracepoint:syscalls:sys_exit_getppid \.$
expect-re ^tracepoint:syscalls:sys_enter_getpid tracepoint:syscalls:sys_enter_getppid tracepoint:syscalls:sys_exit_getppid \.$
expect-re ^\.$
expect-re ^begin$
expect-re ^end$
expect-re ^@\[tracepoint:syscalls:sys_exit_getppid\]: 20$
---
name    Z22: patterns of -l are filtered, too
needs   root tracepoint:syscalls:sys_enter_getppid
sh      $SONDE -l --probe-filter 'enter_getpp?id$' 'tracepoint:syscalls:*,begin'
expect
        begin
        tracepoint:syscalls:sys_enter_getpid
        tracepoint:syscalls:sys_enter_getppid
---
name    Z22: nothing is left, or the expression is none
needs   root
sh      $SONDE --probe-filter nothing -e 'tracepoint:syscalls:sys_enter_getppid { }'; echo $?; $SONDE --probe-filter 'a(b' -e 'begin { }'; echo $?
        for f in '((a{1,200}){1,200}){1,200}' '(a)\1'; do $SONDE --probe-filter "$f" -e 'begin { }'; echo $?; done
expect
        2
        1
        1
        1
stderr
        sonde: error: no probe of the script has a name in which --probe-filter is found
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        sonde: error: option '--probe-filter': 'a(b' is no extended regular expression: Unmatched ( or \(
        sonde: error: option '--probe-filter': '((a{1,200}){1,200}){1,200}' is too large: with what is repeated it has more than 2000 alternatives and repetitions
        sonde: error: option '--probe-filter': '(a)\1' refers back to a group, which extended regular expressions do not
---
name    a compiler whose sonde was ended while it asked says nothing: there is nobody to tell
sh      printf half | $(dirname $SONDE)/sonde-compile; echo $?
expect  4
stderr
