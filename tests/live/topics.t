# tests/live/topics.t - `sonde help` (output.md 10.9): a topic of each kind, by each of its names; no topic of that name.
name    H14 sonde help: a topic of each kind
sh      for t in build --follow -f csv tracepoint cpid printf hist max_strlen; do "$SONDE" help $t; done
expect
        command: build FILE [-o OUT] [--exe]
            write an image that runs elsewhere, where no compiler is
        option: --follow
            with -c or -p: trace what these processes start, too, and end when all have ended
        option: -f, --format FORMAT
            how data is written: text (default) or another format
        format: -f csv
            for sheets and databases: rows of fields between commas
        probe: tracepoint:category:event
            a place in the kernel that its authors marked for tracing
            example: tracepoint:sched:sched_process_exec { printf("%d %s\n", pid, str(args.filename)); }
        variable: cpid -> uint64
            process id of the command started with -c, 0 without one
            example: tracepoint:raw_syscalls:sys_enter /pid == cpid/ { @ = count(); }
        function: printf(literal_string format, any ...)
            print values in a format, as the C function of that name does
            example: tracepoint:sched:sched_process_exec { printf("%-16s %d\n", comm, pid); }
        aggregation: hist(int n, literal_int bits?)
            a histogram of a number by powers of two, each cut into 2 to the power of bits equal parts
            example: tracepoint:syscalls:sys_exit_read { @ns = hist(latency); }
        config: max_strlen=1..16384
            bytes that a string has room for (default 1024)
stderr
---
name    H14 sonde help: numbered names, other names of a probe, and one name for several things
sh      "$SONDE" help arg12; "$SONDE" help arg1x 2>/dev/null; echo $?; "$SONDE" help uretprobe | head -n 1; "$SONDE" help ur; "$SONDE" help stats | grep -v '^ '
expect-re ^variable: argN$
expect-re ^    an argument of a function
expect-re ^1$
expect-re ^probe: uretprobe:binary:function$
expect-re ^probe: uretprobe:binary:function$
expect-re ^    return of a function
expect-re ^    example: uretprobe:/bin/bash:readline
expect-re ^option: --stats$
expect-re ^aggregation: stats\(int n\)$
stderr
---
name    H14 sonde help: an unknown topic, with near names
sh      for t in hst --formt 'no such thing' '' /etc/passwd; do "$SONDE" help "$t"; echo $?; done 2>&1; "$SONDE" help pid comm 2>&1; echo $?
expect
        sonde: error: command 'help': 'hst' is no topic: did you mean 'hist'?
        1
        sonde: error: command 'help': '--formt' is no topic: did you mean '--format' or '--fmt'?
        1
        sonde: error: command 'help': 'no such thing' is no topic: 'sonde help' lists them
        1
        sonde: error: command 'help': '' is no topic: 'sonde help' lists them
        1
        sonde: error: command 'help': '/etc/passwd' is no topic: 'sonde help' lists them
        1
        sonde: error: command 'help' takes one topic
        1
---
name    H14 sonde help lists every option of --help, every format and every kind of probe
sh      "$SONDE" help | tr -s ' ' '\n' | sort > names; "$SONDE" --help | sed -n '/^options:/,/^$/p' | grep -o -- '--[a-z-]*' | sort -u > options
        comm -13 names options | grep -v '^--test$\|^--bench$'; { "$SONDE" -f x -e 'begin { }' 2>&1 | sed 's/.*one of //' | tr -d ',' | tr ' ' '\n'; } | sort > formats
        comm -13 names formats; wc -l < formats
expect  6
---
name    H14 the examples of the rows: each compiles, and each that this machine can run runs
timeout 120
sh      "${SONDE%/*}/sonde-compile" --rows | awk -F '\t' '$5 != "" { print $2 "\t" $5 }' > examples
        tab=$(printf '\t'); ran=0
        while IFS="$tab" read -r name program; do
            "$SONDE" check --unsafe -e "$program" > said 2>&1 || { echo "$name: $program"; cat said; }
            timeout 30 "$SONDE" -q --unsafe --duration 10ms -e "$program" > out 2>&1 < /dev/null; code=$?
            case $code.$name in
            0.*) ran=$((ran + 1)) ;;
            2.percpu_kaddr | 2.test | 2.bench | 2.hardware) ;;
            *) [ $code = 2 ] && [ -s said ] || { echo "$name: exit code $code: $program"; cat out; } ;;
            esac
        done < examples
        [ $ran -ge 85 ] && echo "most of $(wc -l < examples) ran" | sed 's/ 1[0-9][0-9] / more than 100 /'
        "$SONDE" --test -e "$(grep '^test' examples | cut -f 2)" | tail -n 1 | grep -c 'PASSED.* 1 test'
expect
        most of more than 100 ran
        1
---
name    H14 sonde help: the example of a row, and that it needs --unsafe
sh      "$SONDE" help hist; "$SONDE" help strcontains | tail -n 1; "$SONDE" help signal_thread | sed -n 2p
expect
        aggregation: hist(int n, literal_int bits?)
            a histogram of a number by powers of two, each cut into 2 to the power of bits equal parts
            example: tracepoint:syscalls:sys_exit_read { @ns = hist(latency); }
            example: tracepoint:syscalls:sys_enter_openat /strcontains(str(args.filename), ".so")/ { @[comm] = count(); }
            send a signal, by name or number, to the current thread (with --unsafe only)
stderr
