# tests/live/terminal.t - what only a terminal gets: colours of diagnostics (U6), escaped controls (H13).  script(1) is the terminal.
name    U6 diagnostics are coloured where both streams are a terminal, and it can show that
needs   tool:script
sh      count() { grep -c "$(printf '\033')\[1;31merror:" | tr '\n' ' '; }; bad="-e 'begin { print(x); }'"
        export TERM=xterm; unset NO_COLOR SONDE_COLOR BPFTRACE_COLOR
        script -qc "$SONDE $bad" /dev/null </dev/null | count
        script -qc "$SONDE $bad > out" /dev/null </dev/null | count
        script -qc "$SONDE $bad 2>&1 | cat" /dev/null </dev/null | count
        TERM=dumb script -qc "$SONDE $bad" /dev/null </dev/null | count
        NO_COLOR=1 script -qc "$SONDE $bad" /dev/null </dev/null | count
        NO_COLOR= script -qc "$SONDE $bad" /dev/null </dev/null | count
        SONDE_COLOR=never script -qc "$SONDE $bad" /dev/null </dev/null | count
        BPFTRACE_COLOR=never script -qc "$SONDE $bad" /dev/null </dev/null | count
        SONDE_COLOR=always BPFTRACE_COLOR=never script -qc "$SONDE $bad" /dev/null </dev/null | count
        script -qc "$SONDE --color never $bad" /dev/null </dev/null | count; echo
expect  1 0 0 0 0 1 0 0 1 0 
---
name    U6 colours in a pipe: --color, then NO_COLOR, then the environment's wish
sh      count() { "$@" -e 'begin { print(x); }' 2>&1 | grep -c "$(printf '\033')" | tr '\n' ' '; }
        count $SONDE; count env SONDE_COLOR=always $SONDE; count env BPFTRACE_COLOR=always $SONDE; count env SONDE_COLOR=auto BPFTRACE_COLOR=always $SONDE
        count env NO_COLOR=1 SONDE_COLOR=always $SONDE; count env NO_COLOR=1 $SONDE --color always; count env SONDE_COLOR=always $SONDE --color=never; echo
expect  0 2 2 0 0 2 0 
---
name    U6 what a coloured diagnostic looks like
sh      $SONDE --color=always -e 'begin { @x = histt(5); }' 2>&1 | sed "s/$(printf '\033')/E/g"
expect
        E[1m<arg>:1:14:E[0m E[1;31merror:E[0m 'histt' is not defined
            begin { @x = histt(5); }
                         E[1;31m^~~~~E[0m
            E[1;32mhint:E[0m did you mean 'hist'?
---
name    U7 results of tests are coloured on a terminal, and elsewhere where that is asked for
sh      count() { grep -c "$(printf '\033')\[3" | tr '\n' ' '; }; t="-q --test -e 'test:a { }'"
        eval $SONDE $t | count; eval $SONDE --color=always $t | count; eval $SONDE -f csv --color=always $t 2>&1 >/dev/null | count
        eval env SONDE_COLOR=always NO_COLOR=1 $SONDE $t | count; eval env SONDE_COLOR=always $SONDE $t | count
        export TERM=xterm; script -qc "$SONDE $t" /dev/null </dev/null | count; script -qc "$SONDE $t 2>err" /dev/null </dev/null | count
        script -qc "NO_COLOR=1 $SONDE $t" /dev/null </dev/null | count; script -qc "$SONDE -o out $t" /dev/null </dev/null; count <out; echo
expect  0 5 5 0 5 5 5 0 0 
---
name    U6 messages of sonde itself, and warnings while it runs
sh      $SONDE --color=always -f nothing 2>&1 | sed "s/$(printf '\033')/E/g"
        $SONDE --color=always -q -k -e 'begin { @x = *(uint64 *)0; exit(); }' 2>&1 >/dev/null | sed "s/$(printf '\033')/E/g" | head -n 1
expect-re ^E\[1msonde:E\[0m E\[1;31merror:E\[0m option '-f': format 'nothing'
expect-re ^E\[1m<arg>:1:14:E\[0m E\[1;35mwarning:E\[0m 
---
name    U6 a diagnostic that was kept has colours only for who wants them
sh      export XDG_CACHE_HOME=$TMP SONDE_UNSTABLE_TSERIES=warn; for i in 1 2; do for c in always never; do $SONDE --color $c -q -e 'begin { @ = tseries(1, 1s, 5); clear(@); exit(); }' 2>&1 | grep -c "$(printf '\033')" | tr '\n' ' '; done; done; echo
expect-re ^[1-9] 0 [1-9] 0 $
---
name    U6 bad values
sh      $SONDE --color pink -e 'begin { }'; echo $?; SONDE_COLOR=pink $SONDE -e 'begin { }'; echo $?; SONDE_COLOR=pink $SONDE --color never -q -e 'begin { exit(); }'; echo $?
expect
        1
        1
        0
stderr
        sonde: error: option '--color': 'pink' is no mode: use auto, always or never
        sonde: error: environment variable SONDE_COLOR: 'pink' is no mode: use auto, always or never
---
name    U6 data is never coloured
prog    begin { printf("a\n"); @ = hist(5); exit(); }
args    -q --color always
after   ! grep -q "$(printf '\033')" $OUT
expect-re ^a$
---
name    H13 a name with an escape sequence is harmless on a terminal, and itself in a pipe
needs   root tool:script
before  cp $TESTBIN/calls "$(printf '\033[31mX')"
sh      prog='tracepoint:syscalls:sys_enter_getppid /strcontains(comm, "[31mX")/ { printf("%s!\n", comm); @[comm] = count(); exit(); }'
        printf '%s\n' "$prog" > p.probe
        script -qc "$SONDE -q -c \"'$(printf './\033[31mX')' getppid 1\" p.probe" /dev/null </dev/null | tr -d '\r' | grep -vx '[0-9][0-9]*' | sed "s/$(printf '\033')/E/g"
        $SONDE -q -c "'$(printf './\033[31mX')' getppid 1" p.probe | grep -vx '[0-9][0-9]*' | sed "s/$(printf '\033')/E/g"
        $SONDE -q --escape=always -c "'$(printf './\033[31mX')' getppid 1" p.probe | grep -vx '[0-9][0-9]*' | sed "s/$(printf '\033')/E/g"
expect
        \x1b[31mX!
        
        
        @[\x1b[31mX]: 1
        E[31mX!
        
        
        @[E[31mX]: 1
        \x1b[31mX!
        
        
        @[\x1b[31mX]: 1
---
name    H13 lines and tabs pass in printf, cat, system and join, and not in maps
prog    begin { printf("%s", "a\n\tb\x1b\n"); cat("file"); system("printf 'c\\td\\033\\n'"); @["k\n"] = "v\t"; exit(); }
before  printf 'f\tg\033\n' > file
args    -q --unsafe --escape always
expect
        a
        	b\x1b
        f	g\x1b
        c	d\x1b
        
        
        @[k\x0a]: v\x09
---
name    H13 a cell of a table is one line
prog    begin { @["k\n\x1b", 1] = count(); table(@); clear(@); exit(); }
args    -q --escape always
expect-re ^k\\x0a\\x1b  +1  +1$
---
name    H13 the names of files and commands are themselves, whatever is shown
prog    begin { cat("%s", "fi\x01le"); system("printf ok > \"%s\"", "out\x01"); exit(); }
before  printf 'inside\n' > "$(printf 'fi\001le')"
args    -q --unsafe --escape always
after   grep -qx ok "$(printf 'out\001')"
expect  inside
---
name    H13 JSON has its own escapes
prog    begin { printf("%s", "a\x1b"); exit(); }
args    -q -f json --escape always
expect  {"type": "printf", "data": "a\u001b"}
---
name    H13 a value that is none
sh      $SONDE --escape some -e 'begin { }'; echo $?
expect  1
stderr  sonde: error: option '--escape': 'some' is no mode: use auto, always or never
---
name    Z28 the forms of integers in JSON
sh      for f in auto number string; do $SONDE -q --json-int $f -f json -e 'begin { @ = (1, 9007199254740993, -1); exit(); }'; done; $SONDE --json-int hex -e 'begin { }'; echo $?
expect
        {"type": "map", "data": {"@": [1,"9007199254740993",-1]}}
        {"type": "map", "data": {"@": [1,9007199254740993,-1]}}
        {"type": "map", "data": {"@": ["1","9007199254740993","-1"]}}
        1
stderr  sonde: error: option '--json-int': 'hex' is no form of integers: use auto, number or string
