# tests/live/completion.t - completion (issue "at the shell"): what `sonde --complete` offers, and bash, zsh and fish in a real terminal.
# The words behind --complete are those of an unfinished command line; the first line that comes back says what else the shell is to offer.
name    every option of --help is offered, and a command's own
sh      "$SONDE" --complete - | cut -f 1 | sort > offered; { "$SONDE" --help | sed -n '/^options:/,/^$/p' | grep -o -- '^ *\(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\)\{0,1\}' | tr -s ', ' '\n' | grep '^-'; } | sort > options
        sed 's/=$//' offered | sort | comm -13 - options; "$SONDE" --complete fmt -- 2>&1 | grep -c -- '^--check'; "$SONDE" --complete build --ex; wc -l < options | grep -c '^[4-9][0-9]'
expect
        1
        words
        --exe	write an executable that needs no sonde beside it
        1
---
name    values of options: formats, modes, lists, stages, processes
sh      "$SONDE" --complete -f | cut -f 1; "$SONDE" --complete -f '' | cut -f 1 | tr '\n' ' '; echo; "$SONDE" --complete --format=ts | cut -f 1; "$SONDE" --complete --escape al
        "$SONDE" --complete --strict=lost_events,tr; "$SONDE" --complete -d parse,lo; "$SONDE" --complete --no-feature kprobe_multi,up | cut -f 1
        sleep 1000 & until grep -qx sleep /proc/$!/comm; do sleep 0.01; done; "$SONDE" --complete -p $! | grep "^$!	" | cut -f 2; kill $!; "$SONDE" --complete -o x; "$SONDE" --complete -I x; "$SONDE" --complete -c x; "$SONDE" --complete -B f | tail -n 1
expect
        words
        -f
        words text json csv tsv folded openmetrics 
        words
        --format=tsv
        words
        always
        words
        --strict=lost_events,truncated_strings
        words
        parse,lower
        words
        kprobe_multi,uprobe_multi
        sleep
        files
        directories
        commands
        full
---
name    probes, piece by piece, in -l and in programs, against what tracefs has
sh      "$SONDE" --complete -l tracepoint:syscalls: | tail -n +2 > offered; ls /sys/kernel/tracing/events/syscalls | grep '^sys_' | sed 's/^/tracepoint:syscalls:/' | LC_ALL=C sort > there; LC_ALL=C sort offered | cmp - there && echo same
        "$SONDE" --complete -l tracepo | cut -f 1; "$SONDE" --complete -l tracepoint:sche; "$SONDE" --complete -l software:cpu-c,software:page
        "$SONDE" --complete -e "'begin { exit(); } tracepoint:syscalls:sys_enter_getpp"; "$SONDE" --complete -e 't:syscalls:sys_enter_getpp'
        "$SONDE" --complete -e 'uprobe:/usr/bin/bas' | grep bash:; "$SONDE" --complete -e 'uprobe:/usr/bin/bash:readlin' | grep 'e$'
expect
        same
        files
        tracepoint:
        files
        tracepoint:sched:
        files
        software:cpu-c,software:page-faults
        words
        begin { exit(); } tracepoint:syscalls:sys_enter_getppid
        words
        t:syscalls:sys_enter_getppid
        uprobe:/usr/bin/bash:
        uprobe:/usr/bin/bash:readline
---
name    what is no file is not read, names that are no line are not offered, and what is typed of a path is no pattern
sh      mkfifo pipe.probe; "$SONDE" --complete pipe.probe --form | cut -f 1; touch "$(printf 'two\nlines')" "$(printf 'a\tb')" '[a]*b' ab
        "$SONDE" --complete -e "uprobe:$TMP/tw"; "$SONDE" --complete -e "uprobe:$TMP/a" | sed "s,$TMP/,,"; "$SONDE" --complete -e "uprobe:$TMP/[a]*" | sed "s,$TMP/,,"; "$SONDE" --complete -l "uprobe:$TMP/[a]" | sed "s,$TMP/,,"
expect
        words
        --format
        words
        words
        uprobe:ab:
        words
        uprobe:[a]*b:
        files
        uprobe:[a]*b:
---
name    names of the language in blocks and predicates, config keys in the config block, nothing in texts
sh      for p in 'begin { @ = his' 'software:cpu-clock /usern' 'config = { max_strl' 'begin { printf("his' 'uprobe:/bin/bash:readline { print(pid, usern' 'tracepoint:syscalls:sys_enter_openat { print(args.filen'; do "$SONDE" --complete -e "$p" | cut -f 1; done
expect
        words
        begin { @ = hist(
        words
        software:cpu-clock /username
        words
        config = { max_strlen
        words
        words
        uprobe:/bin/bash:readline { print(pid, username
        words
        tracepoint:syscalls:sys_enter_openat { print(args.filename
---
name    commands, scripts by name, topics
sh      "$SONDE" --complete '' | cut -f 1 | tr '\n' ' '; echo; "$SONDE" --complete run netc | cut -f 1; "$SONDE" --complete cache ''; "$SONDE" --complete help lhi | cut -f 1; "$SONDE" --complete doctor ''
        "$SONDE" --complete cpu ''; "$SONDE" --complete; "$SONDE" --complete tools x y z
expect-re ^files .*run check doctor .* cpu net .*$
expect-re ^files$
expect-re ^netcalls$
expect-re ^words$
expect-re ^clear
expect-re ^words$
expect-re ^lhist$
expect-re ^words$
expect-re ^files$
expect-re ^words$
expect-re ^words$
stderr
---
name    the parameters of a script, behind it
before  printf '// x - asks\nbegin { print(getopt("slow", 5ms, "what is slow")); print(getopt("slim")); exit(); }\n' > x.probe
sh      "$SONDE" --complete x.probe --sl; "$SONDE" --complete run ./x.probe --slo; "$SONDE" --complete run x.probe --verb; "$SONDE" --complete -q x.probe --quie | cut -f 1; "$SONDE" --complete nosuch --sl 2>/dev/null
expect
        words
        --slow	uint64  5ms    what is slow
        --slim	bool    false
        words
        --slow	uint64  5ms    what is slow
        words
        words
        --quiet
        words
---
name    bash completes options, values, probes in quotes and without, scripts and files
sh      touch datafile; "$TESTDATA/type_in_shell" bash "$TESTDATA/../../../runtime/cli/shell" 'sonde --form' 'sonde -f cs' "sonde -e 'tracepoint:syscalls:sys_enter_getpp" 'sonde -l tracepoint:syscalls:sys_enter_getpp' 'sonde --color=al' 'sonde run netc' 'sonde -o dataf'
expect
        sonde --format
        sonde -f csv
        sonde -e 'tracepoint:syscalls:sys_enter_getppid'
        sonde -l tracepoint:syscalls:sys_enter_getppid
        sonde --color=always
        sonde run netcalls
        sonde -o datafile
---
name    zsh completes options, values, probes in quotes and without, scripts and files
sh      touch datafile; "$TESTDATA/type_in_shell" zsh "$TESTDATA/../../../runtime/cli/shell" 'sonde --form' 'sonde -f cs' "sonde -e 'tracepoint:syscalls:sys_enter_getpp" 'sonde -l tracepoint:syscalls:sys_enter_getpp' 'sonde --color=al' 'sonde run netc' 'sonde -o dataf'
expect
        sonde --format
        sonde -f csv
        sonde -e 'tracepoint:syscalls:sys_enter_getppid'
        sonde -l tracepoint:syscalls:sys_enter_getppid
        sonde --color=always
        sonde run netcalls
        sonde -o datafile
---
name    fish completes options, values, probes in quotes and without, scripts and files
sh      touch datafile; "$TESTDATA/type_in_shell" fish "$TESTDATA/../../../runtime/cli/shell" 'sonde --form' 'sonde -f cs' "sonde -e 'tracepoint:syscalls:sys_enter_getpp" 'sonde -l tracepoint:syscalls:sys_enter_getpp' 'sonde --color=al' 'sonde run netc' 'sonde -o dataf'
expect
        sonde --format
        sonde -f csv
        sonde -e 'tracepoint:syscalls:sys_enter_getppid'
        sonde -l tracepoint:syscalls:sys_enter_getppid
        sonde --color=always
        sonde run netcalls
        sonde -o datafile
