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
        variable: cpid -> uint64
            process id of the command started with -c, 0 without one
        function: printf(literal_string format, any ...)
            print values in a format, as the C function of that name does
        aggregation: hist(int n, literal_int bits?)
            a histogram of a number by powers of two, each cut into 2 to the power of bits equal parts
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
