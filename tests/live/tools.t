# tests/live/tools.t - named scripts: `sonde tools` (output.md 10.9) and words that name no script.
name    H14 sonde tools: every script on the path once, grouped by directory
before  mkdir -p data/sonde/probes data/sonde/probes/dir.probe; cd data/sonde/probes; printf '#!/usr/bin/env sonde\n// zeta - what comes last\n\nbegin { }\n' > zeta.probe
        printf '#!/usr/bin/bpftrace\n/*\n * alpha.bt\tWhat comes first.\n *\n * More.\n */\nBEGIN { }\n' > alpha.bt; echo 'begin { }' > silent.probe
        printf '/* cpu: my own */ begin { }\n' > cpu.probe; echo no > readme.txt; printf '// bad\033name - \033]0;x\007 controls\n' > "$(printf 'bad\033name.probe')"; chmod 0 silent.probe
sh      XDG_DATA_HOME=$TMP/data "$SONDE" tools | sed "s|^$TMP/|TMP/|" | head -n 6; XDG_DATA_HOME=$TMP/data "$SONDE" tools | grep -c '  cpu'
expect
        TMP/data/sonde/probes:
          alpha            What comes first.
          bad\x1bname      \x1b]0;x\x07 controls
          cpu              my own
          silent
          zeta             what comes last
        1
stderr
---
name    H14 sonde tools: every script that sonde comes with says what question it answers
sh      "$SONDE" tools -f json | jq -r 'select(.data.path | test("/etc/|/.local/") | not) | .data.question | length > 10' | sort | uniq -c | tr -s ' '
        "$SONDE" tools -f json | jq -r '.type + " " + .data.name + ": " + .data.question' | grep ' cpu:'; "$SONDE" tools words 2>&1; echo $?
expect-re ^ [0-9]+ true$
expect-re ^tool cpu: who runs on the CPUs, for how long
expect-re ^sonde: error: command 'tools' takes no words, and 'words' is one$
expect-re ^1$
reject-re false
---
name    names that no script can have: what is wrong, and exit code 2
sh      mkdir empty; cd empty; ln -s ring ring; for n in ../x a/b '' . .. ring 'two words' "$(printf 'esc\033[31m\nline')" "$(printf '\377')"; do "$SONDE" run "$n"; echo $?; done 2>&1
expect
        sonde: error: script '../x': cannot open: No such file or directory
        2
        sonde: error: script 'a/b': cannot open: No such file or directory
        2
        sonde: error: script '': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
        2
        sonde: error: script '.': cannot be read: Is a directory
        2
        sonde: error: script '..': cannot be read: Is a directory
        2
        sonde: error: script 'ring': cannot be read: Too many levels of symbolic links
        2
        sonde: error: script 'two words': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
        2
        sonde: error: script 'esc\x1b[31m\x0aline': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
        2
        sonde: error: script '\xff': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
        2
---
name    a name with blanks finds its script, one that leads out of the directories does not
before  mkdir -p data/sonde/probes data/sonde/other here; for f in 'probes/two words' other/out; do echo 'begin { print("found"); exit(); }' > "data/sonde/$f.probe"; done
sh      cd here; export XDG_DATA_HOME=$TMP/data; "$SONDE" -q run 'two words'; "$SONDE" -q run ../other/out 2>&1; echo $?
expect
        found
        sonde: error: script '../other/out': cannot open: No such file or directory
        2
---
name    behind 'run' all words are the script's: who writes options of sonde there is told where they stand
needs   root
sh      printf 'begin { print($#); }' >p.probe; $SONDE run p.probe --duration 1s; echo $?; $SONDE -q run p.probe -p 1; $SONDE -q --no-warnings run p.probe -p 1; $SONDE -q run p.probe -1; $SONDE run --help | head -1 | cut -d' ' -f1-2
expect
        1
        2
        2
        1
        usage: sonde
stderr
        sonde: error: parameter '--duration' is unknown: all words behind 'run' and '--' are the script's, options of sonde stand in front of them; the script takes none
        sonde: warning: word '-p' goes to the script, as all behind 'run' do: as an option of sonde it stands in front of 'run'
