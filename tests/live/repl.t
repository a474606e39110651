# The prompt, at a real terminal.
name    expressions, statements, programs
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE repl"
        prompt
        say '1 + 2 * 3' '^7$'
        say '$x = 20; print($x + 1)' '^21$'
        say 'begin { printf("%s\n", "from a program"); }' '^from a program$'
        shown | grep -c '^Attached'
        leave
        ends 0
expect  1
        the terminal is as before
---
name    sonde alone is the prompt
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE"
        prompt
        say ':quit' '^ended'
        ends 0
expect  the terminal is as before
---
name    a program of several lines
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        say 'begin' '^   \.\.\.$'
        say '{ /* a } in a comment' '^   \.\.\. { /\*'
        say 'and its end */ $a = (1,' 'its end'
        text '2); print($a.1 + 40); }'
        keys Enter
        see '^42$'
        leave
        ends 0
expect  the terminal is as before
---
name    Ctrl-C empties the line, and a program that is not complete
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        text '1111 +'
        see '1111 +$'
        keys C-c
        see '^sonde> 1111 +^C$'
        say 'begin {' '^   \.\.\.$'
        keys C-c
        see '^   \.\.\. ^C$'
        say '5' '^5$'
        leave
        ends 0
expect  the terminal is as before
---
name    Ctrl-C ends the program, shows its maps, and keeps the session
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE repl"
        prompt
        say 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @n = count(); }' '^Attached 1 probe$'
        $TESTBIN/calls getppid 1234 >/dev/null
        keys C-c
        see '^@n: 1234$'
        say '6 * 7' '^42$'
        leave
        ends 0
expect  the terminal is as before
---
name    Tab completes the kind of a probe, its name, a field of args, and functions
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE repl"
        prompt
        text 'trac'
        keys Tab
        see '^sonde> tracepoint:$'
        text 'sysca'
        keys Tab
        see '^sonde> tracepoint:syscalls:$'
        text 'sys_enter_opena'
        keys Tab
        see '^sonde> tracepoint:syscalls:sys_enter_openat$'
        text ' /str(args.filen'
        keys Tab
        see 'str(args.filename$'
        text ') == "/dev/zero"/ { @[args.fl'
        keys Tab
        see '{ @\[args.flags$'
        text '] = cou'
        keys Tab
        see '= count($'
        text '); ex'
        keys Tab
        see '; exit($'
        text ') }'
        keys Enter
        see '^Attached 1 probe$'
        cat /dev/zero | head -c 0
        see '^@\[0\]: 1$'
        leave
        ends 0
expect  the terminal is as before
---
name    Tab completes members of the kernel's structs, maps, config keys, commands and scripts
needs   tool:tmux btf
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        text 'curtask.real_par'
        keys Tab
        see '^sonde> curtask.real_parent$'
        text '.tgi'
        keys Tab
        see '^sonde> curtask.real_parent.tgid$'
        keys C-u
        text '((struct task_str'
        keys Tab
        see '^sonde> ((struct task_struct$'
        text ' *)0)->start_boot'
        keys Tab
        see '\*)0)->start_boottime$'
        keys C-u
        text 'begin { @latency = 1; print(@la'
        keys Tab
        see 'print(@latency$'
        keys C-u
        text 'config = { max_strl'
        keys Tab
        see 'max_strlen$'
        keys C-u
        text ':form'
        keys Tab
        text ' ope'
        keys Tab
        see '^sonde> :format openmetrics$'
        keys C-u
        text ':load netca'
        keys Tab
        see '^sonde> :load netcalls$'
        keys C-u C-d
        ends 0
expect  the terminal is as before
---
name    history goes on in the next session, and is its owner's alone
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        say '11 * 11' '^121$'
        say 'begin { print(1' '^   \.\.\.$'
        say '+ 4); }' '^5$'
        leave
        ends 0
        stat -c %a $TMP/.local/state/sonde $TMP/.local/state/sonde/history
        rm $TMP/after
        terminal "$SONDE -q repl"
        prompt
        keys Up
        see '^+ 4); }$'
        keys Enter
        see '^5$'
        prompt
        keys Up Up
        at '^sonde> 11 \* 11$'
        keys C-u C-d
        ends 0
expect  the terminal is as before
        700
        600
        the terminal is as before
---
name    history that cannot be kept
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        mkdir -p $TMP/.local/state && : >$TMP/.local/state/sonde
        terminal "$SONDE repl"
        see '^history is not kept: /.*/.local/state/sonde: it is no directory$'
        say '3 * 3' '^9$'
        prompt
        keys Up
        at '^sonde> 3 \* 3$'
        keys C-u C-d
        ends 0
expect  the terminal is as before
---
name    of a history that is too large, and one with holes, the end is there
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        mkdir -p -m 700 $TMP/.local/state/sonde
        history=$TMP/.local/state/sonde/history
        { yes '1 + 1' | head -c 6000000; echo; echo '12 * 12'; head -c 5000 /dev/zero; echo '13 * 13'; } >$history
        terminal "$SONDE -q repl"
        see '^sonde>$'
        keys Up Enter
        see '^169$'
        keys Up Up Enter
        see '^144$'
        keys C-d
        ends 0
        wc -l <$history
timeout 30
expect  the terminal is as before
        1002
---
name    :help, :type, :list, and what is no command
needs   tool:tmux btf
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        say ':help' '^  :quit  *leave$'
        say ':help hist' '^aggregation: hist('
        say ':help :save' '^:save FILE$'
        say ':help --follow' '^option: --follow'
        say ':help histt' "'histt' is no topic: did you mean 'hist'"
        say ':type curtask' '^struct task_struct \*\|^struct task_struct\*$'
        say ':type (1, comm)' '^(int64,string\[16\])$'
        say ':type struct list_head' '^vmlinux: struct list_head {$'
        say ':type begin { }' 'expected an expression: only that has a type$'
        say ':list tracepoint:syscalls:sys_enter_getppi*' '^tracepoint:syscalls:sys_enter_getppid$'
        say ':lits x' "^sonde: error: command ':lits' is unknown: did you mean ':list'?$"
        say ':zzzzzzzz' "^sonde: error: command ':zzzzzzzz' is unknown: ':help' lists the commands$"
        say ':format' "^sonde: error: command ':format' needs an argument: :format FORMAT$"
        say ':format xml' "^sonde: error: command ':format': format 'xml' is not there: use one of text, json"
        leave
        ends 0
expect  the terminal is as before
---
name    :save and :load
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        cd $TMP
        terminal "cd $TMP; $SONDE -q repl"
        prompt
        say ':save a.probe' "^sonde: error: command ':save': there is no program yet$"
        say '70 + 7' '^77$'
        say ':save a.probe' '^sonde> :save'
        say 'print(80 + 8)' '^88$'
        say ':save a.probe' "'a.probe' cannot be written: it exists"
        say ':saveall b.probe' '^sonde> :saveall'
        say ':load a.probe' '^77$'
        printf 'begin { printf("<%%s>\\n", str($1)); }' >c.probe
        say ':load c.probe "one word"' '^<one word>$'
        say ':load nothing' "^sonde: error: script 'nothing': no such file"
        mkfifo pipe
        say ':load pipe' "^sonde: error: command ':load': 'pipe' is no file$"
        say ':load -' "^sonde: error: command ':load': '-' is no file$"
        say ':format json' '^sonde> :format'
        say '(1, 2)' '^{"type": "value", "data": \[1,2\]}$'
        leave
        ends 0
        $SONDE -q a.probe
        $SONDE -q b.probe
expect  the terminal is as before
        77
        77
        88
---
name    definitions hold for what is typed later
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE repl"
        prompt
        say 'struct zz_mine { int a; long b; }' '^Defined struct zz_mine$'
        say 'sizeof(struct zz_mine)' '^16$'
        say 'fn twice($x : int64) : int64 { return $x * 2; }' '^Defined fn twice$'
        say '#define N 21' '^Defined #define N$'
        say 'twice(N)' '^42$'
        say 'macro add($x, y) { $x += y }' '^Defined macro add(\$, value)$'
        say '$a = 60; add($a, twice(N)); print($a)' '^102$'
        say 'enum { RED = 7, BLUE }' '^Defined constant RED, constant BLUE$'
        say 'let @few = lruhash(9)' '^Defined let @few$'
        say 'begin { @few[BLUE] = N; }' '^@few\[BLUE\]: 21$'
        prompt
        say 'config = { max_strlen = 9 }' '^Defined config$'
        say 'str("0123456789abcdef")' 'the string has 16 bytes, 8 fit into a value$'
        say ':type twice(1)' '^int64$'
        say ':type struct zz_mine' '^struct zz_mine { int a; long b; }$'
        prompt
        text ':forget tw'
        keys Tab
        see '^sonde> :forget twice$'
        keys C-u
        text 'sizeof(struct zz'
        keys Tab
        see '^sonde> sizeof(struct zz_mine$'
        keys C-u C-d
        ends 0
expect  the terminal is as before
---
name    what is defined anew takes the place of what was there; what does not go together is refused
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        say 'struct in { int a; }' '^sonde> struct in'
        say 'struct out { struct in i; int j; }' '^sonde> struct out'
        say 'sizeof(struct out) + 500' '^508$'
        say 'struct in { long a; }' '^sonde> struct in { long'
        say 'sizeof(struct out) + 600' '^616$'
        # its own definition is the program's alone
        say '#define N 1' '^sonde> #define'
        say 'struct in { char c; }; begin { print(sizeof(struct in) + 700); exit(); }' '^<definitions>:1:24: error: .* .i.: its type has no size'
        say 'fn f() : int64 { return 1; } begin { print(f() + N + 800); exit(); }' '^802$'
        say 'f() + 1' "'f' is not defined"
        say ':forget in' '^<definitions>:1:24: error: .* .i.: its type has no size'
        say 'fn g() : int64 { return $nothing; }' "^<prompt>:1:25: error: '\$nothing' is not defined$"
        say 'g() + 2' "'g' is not defined"
        say ':forget g' "^sonde: error: command ':forget': 'g' is not defined here: ':definitions' lists what is$"
        say ':forget out' '^sonde> :forget out'
        say ':forget in' '^sonde> :forget in'
        say ':definitions' '^#define N 1$'
        say ':forget all' '^sonde> :forget all'
        say 'N + 5' "'N' is not defined"
        leave
        ends 0
expect  the terminal is as before
---
name    definitions are saved in front of the program, and loaded again
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        cd $TMP
        printf 'begin { printf("imported\\n"); }\n' >probes.probe
        printf 'macro three() { 3 }\n' >macros.probe
        terminal "cd $TMP; $SONDE -q repl"
        prompt
        say 'fn twice($x : uint64) : uint64 { return $x * 2; }' '^sonde> fn twice'
        # the end of the line ends an import, also where it is one of a program
        printf 'import "macros.probe" // three\rstruct s { int a[5]; };\r' >keys
        screen load-buffer keys
        screen paste-buffer
        see '^sonde> struct s'
        say 'twice(sizeof(struct s)) + three()' '^43$'
        say ':save a.probe' '^sonde> :save'
        # what is imported with probes runs
        printf 'import "probes.probe"\r' >keys
        screen load-buffer keys
        screen paste-buffer
        see '^imported$'
        say ':forget all' '^sonde> :forget all'
        say 'twice(2)' "'twice' is not defined"
        say ':load a.probe' '^43$'
        printf 'fn thrice($x : int64) : int64 { return $x * 3; }\n' >defined.probe
        say ':load defined.probe' '^sonde> :load'
        say 'thrice(33)' '^99$'
        say ':saveall b.probe' '^sonde> :saveall'
        leave
        ends 0
        cat a.probe
        $SONDE -q a.probe
        $SONDE check b.probe
expect  the terminal is as before
        struct s { int a[5]; };
        import "macros.probe";
        fn twice($x : uint64) : uint64 { return $x * 2; }

        begin {
        	print(twice(sizeof(struct s)) + three());
        }
        43
---
name    mistakes point at what was typed
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        say 'pid + nothing' '^          ^~~~~~~$'
        shown | tail -n +2 | head -3
        leave
        ends 0
expect  <prompt>:1:7: error: 'nothing' is not defined
            pid + nothing
                  ^~~~~~~
        the terminal is as before
---
name    a compiler that dies is started again
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        terminal "exec $SONDE -q repl"
        prompt
        say '1 + 1' '^2$'
        pane=$(screen display-message -p '#{pane_pid}')
        kill -KILL $(pgrep -P $pane -x sonde-compile)
        say '2 + 3' '^5$'
        shown | grep died
        say '3 + 5' '^8$'
        screen kill-server
expect  sonde: warning: sonde-compile: died of signal 9 (Killed), and is started again
---
name    signals end the session with the terminal as it was
needs   tool:tmux
sh      . $TESTDATA/terminal.sh
        for signal in TERM HUP; do
                rm -f $TMP/after
                terminal "$SONDE -q repl"
                prompt
                text 'half a li'
                see 'half a li'
                kill -$signal $(pgrep -P $(screen display-message -p '#{pane_pid}') -x sonde)
                ends 0
        done
        rm -f $TMP/after
        terminal "$SONDE repl"
        prompt
        say 'interval:s:100 { }' '^Attached 1 probe$'
        kill -TERM $(pgrep -P $(screen display-message -p '#{pane_pid}') -x sonde)
        ends 0
expect  the terminal is as before
        the terminal is as before
        the terminal is as before
---
name    a storm of signals
needs   tool:tmux full-speed
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        typed_at=$(pgrep -P $(screen display-message -p '#{pane_pid}') -x sonde)
        for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                kill -INT $typed_at; kill -WINCH $typed_at; kill -TSTP $typed_at; kill -CONT $typed_at
                text '7 * '; kill -WINCH $typed_at; text '8'
                kill -TSTP $typed_at; kill -INT $typed_at; keys Tab; kill -CONT $typed_at;
                keys Enter; kill -INT $typed_at
        done
        recovers
        leave
        ends 0
expect  the terminal is as before
---
name    bytes of every kind
needs   tool:tmux full-speed
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl 2>/dev/null"
        prompt
        # all but what ends the session or stops it: Ctrl-D, Ctrl-Z
        awk 'BEGIN { srand(1); for (i = 0; i < 20000; i++) { c = int(rand() * 256); if (c != 4 && c != 26) printf "%c", c } }' >$TMP/bytes
        LC_ALL=C tr -d '\004\032' </dev/urandom | head -c 20000 >>$TMP/bytes
        screen load-buffer $TMP/bytes
        screen paste-buffer
        recovers
        leave
        ends 0
expect  the terminal is as before
---
name    a line of a megabyte
needs   tool:tmux full-speed
sh      . $TESTDATA/terminal.sh
        terminal "$SONDE -q repl"
        prompt
        { printf '/* '; head -c 1000000 /dev/zero | tr '\0' x; printf ' */ 500 + 55'; } >$TMP/line
        screen load-buffer $TMP/line
        screen paste-buffer
        see '500 + 55$'
        keys Enter
        see '^555$'
        leave
        ends 0
expect  the terminal is as before
---
name    no terminal
sh      $SONDE repl </dev/null
exit    1
stderr  sonde: error: command 'repl' needs a terminal: a program from a file or a pipe is run by 'sonde FILE' or 'sonde -'
---
name    sonde without a terminal and without a program is a mistake of usage
sh      $SONDE </dev/null
exit    1
stderr-re ^usage: sonde
---
name    what does not go with the prompt
sh      $SONDE repl -e 'begin { }'; $SONDE -o x repl
exit    1
stderr  sonde: error: command 'repl' takes no program: type it at the prompt
        sonde: error: option '-o' does not go with the prompt: each program would begin the file anew
