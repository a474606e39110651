# tests/live/manual.t - what the manual shows works: the commands of the runbook section and the examples of sonde(8), and each one-liner of
# sonde-oneliners(7).  A busy machine's kernel may have no memory for a map's entry at that moment, which is told, and no fault of a one-liner.
name    the runbook of the manual: the script, its parameters, a run, exit codes, what a pre-commit calls
sh      PATH=${SONDE%/*}:$PATH; "$TESTDATA/manual_blocks" "$TESTDATA/../../../man/sonde.8" Runbooks; ls block*
        export XDG_DATA_HOME=$PWD/data; mkdir -p data/sonde/probes; cp block1 data/sonde/probes/slowreads.probe; cp block1 slowreads.probe; chmod +x slowreads.probe
        sed -i 's/^sonde tools$/sonde tools | grep slowreads/' block2; (while sleep 0.05; do echo; done) | cat >/dev/null & sh -e block2; kill $(jobs -p); head -n 1 reads.csv; ./slowreads.probe --help | head -n 1
        sed -i 's/ -28/ -4000/' block3; grep -c ' -4000' block3; sh block3; sh -e block4; echo "checked: $?"; echo 'begin{}' > slowreads.probe; sh -e block4; echo "badly laid out: $?"; echo 'begin {' > slowreads.probe; sh -e block4 2>/dev/null; echo "wrong: $?"
expect
        block1
        block2
        block3
        block4
          slowreads        which programs wait for reads, and how long
        slowreads - which programs wait for reads, and how long
        
        One table at the end: reads that took longer than --slow.
        
          --slow  uint64  10ms  only what takes longer
        time,map,comm,count,p50,p99,max
        slowreads - which programs wait for reads, and how long
        1
        no disk is full
        checked: 0
        badly laid out: 1
        wrong: 1
---
name    the runbook's case of a full disk: the script's own exit code decides
sh      PATH=${SONDE%/*}:$PATH; "$TESTDATA/manual_blocks" "$TESTDATA/../../../man/sonde.8" Runbooks; while [ ! -e done ]; do echo x 2>/dev/null > /dev/full; done & sh block3; touch done; wait
expect  a disk is full
---
name    twenty-five one-liners: each runs, without a warning, and ends well
timeout 90
sh      export PATH=${SONDE%/*}:$PATH; sed 's/\\-/-/g; s/\\e/\\/g' "$TESTDATA/../../../man/sonde-oneliners.7" | grep '^sonde ' | sed 's/ --duration 10s//; s/^sonde/sonde -q --duration 300ms/' > all
        while IFS= read -r line; do sh -c "$line" > out 2> err < /dev/null; code=$?; [ $code = 0 ] && ! grep 'error\|warning' err | grep -qv 'refused: it takes' && echo ran || { echo "$code: $line"; cat err; }; done < all | sort | uniq -c | tr -s ' '
        [ -s cpu.svg ] && grep -c '</svg>' cpu.svg
expect-re ^ 25 ran$
expect-re ^1$
---
name    the examples of sonde(8) run
sh      export PATH=${SONDE%/*}:$PATH; "$TESTDATA/manual_blocks" "$TESTDATA/../../../man/sonde.8" EXAMPLES; printf '#!/bin/sh\ni=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done\n' > work; chmod +x work
        for f in block*; do sed 's/^sonde/sonde -q --duration 2s/; s|-R /usr|-R /usr/share/man|' $f > one; sh one > out 2> err < /dev/null; echo "$f $?"; grep 'error\|warning' err; done; grep -c '^[^;]*;.* [0-9]*$' work.folded | grep -c '[1-9]'; grep -c '</svg>' work.svg; grep -c '^tracepoint:sched:sched_switch$' out
expect
        block1 0
        block2 0
        block3 0
        block4 0
        1
        1
        1
