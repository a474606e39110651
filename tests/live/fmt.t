# tests/live/fmt.t - `sonde fmt`: standard input and files, -w, --check, the other spellings, and what goes wrong.  The layouts themselves are in tests/golden/fmt.
name    fmt prints a file or standard input in canonical layout
before  printf 'begin{$x=1;exit()}' > a.probe
sh      "$SONDE" fmt a.probe; "$SONDE" fmt < a.probe; "$SONDE" fmt - < a.probe; cat a.probe
expect
        begin {
        	$x = 1;
        	exit()
        }
        begin {
        	$x = 1;
        	exit()
        }
        begin {
        	$x = 1;
        	exit()
        }
        begin{$x=1;exit()}
stderr
---
name    Z23: --fmt and --mode format are the same as the command, also for a program given as text
before  printf 'begin{}' > a.probe
sh      "$SONDE" --fmt a.probe; "$SONDE" --mode format a.probe; "$SONDE" --mode=format -e 'end{}'; "$SONDE" --mode nonsense a.probe; echo $?
expect
        begin {}
        begin {}
        end {}
        1
stderr-re ^sonde: error: option '--mode': 'nonsense' is no mode: use codegen, compiler-bench, bench, test or format$
---
name    fmt -w writes into the file at once: its mode stays, a link stays one, nothing is left beside it
before  mkdir d; printf 'begin{}\n' > d/a.probe; chmod 750 d/a.probe; ln -s d/a.probe link
sh      "$SONDE" fmt -w link; echo $?; cat d/a.probe; stat -c %a d/a.probe; test -L link && ls d
expect
        0
        begin {}
        750
        a.probe
stderr
---
name    fmt -w leaves a file alone that is laid out already
before  printf 'begin {}\n' > a.probe
sh      before=$(stat -c %i a.probe); "$SONDE" fmt a.probe -w; test "$before" = "$(stat -c %i a.probe)" && echo the same
expect  the same
---
name    fmt --check prints nothing and says by its exit code whether the layout would change
before  printf 'begin{}' > a.probe; printf 'begin {}\n' > b.probe
sh      "$SONDE" fmt --check a.probe; echo $?; "$SONDE" fmt --check b.probe; echo $?; cat a.probe; echo
expect
        1
        0
        begin{}
stderr
        sonde: error: script 'a.probe': not in canonical layout: 'sonde fmt' shows it
---
name    a mistake in the syntax: exit code 1, the place, and the file as it was
before  printf 'begin{$x=;}' > a.probe
sh      "$SONDE" fmt -w a.probe; echo $?; cat a.probe
expect
        1
        begin{$x=;}
stderr-re ^a\.probe:1:10: error: expected an expression, found ';'$
---
name    what fmt is asked wrongly
sh      "$SONDE" fmt -w; echo $?; "$SONDE" fmt -w -; "$SONDE" fmt a b; "$SONDE" fmt -w --check a; "$SONDE" fmt nothing; echo $?
expect
        1
        2
stderr
        sonde: error: option '-w' needs a file to write to
        sonde: error: option '-w' needs a file to write to
        sonde: error: command 'fmt' takes one file, and 'b' is another one
        sonde: error: options '-w' and '--check' cannot be combined
        sonde: error: script 'nothing': cannot open: No such file or directory
---
name    an empty script stays one, and a file that cannot be written is left
before  : > a.probe; mkdir -p d; printf 'begin{}' > d/b.probe
sh      "$SONDE" fmt a.probe | wc -c; "$SONDE" fmt -w a.probe; echo $?
expect
        0
        0
---
name    fmt asks for no privileges
before  printf 'begin{}' > a.probe
sh      setpriv --bounding-set=-all --inh-caps=-all "$SONDE" -q -e 'begin { exit(); }' 2>/dev/null; echo $?; setpriv --bounding-set=-all --inh-caps=-all "$SONDE" fmt a.probe
expect
        2
        begin {}
---
name    the scripts that come with sonde are in canonical layout
sh      for f in "$(dirname "$SONDE")"/probes/*.probe; do "$SONDE" fmt --check "$f" || echo "$f"; done; ls "$(dirname "$SONDE")"/probes | grep -q probe && echo there are some
expect  there are some
stderr
