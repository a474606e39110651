# tests/live/flame.t - flame graphs (H3), of stacks that are known, opened and clicked in a browser.
name    H3 a frame for each function, with its numbers, by a script's map in text
needs   root tool:xmllint
before  cp $TESTBIN/chain 'a<b&"c'
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain" || comm == "a<b&\"c"/ { @calls[comm, ustack(4)] = count(); @other = count(); }
args    -q --flame graph.svg
run     $TESTBIN/chain 300; './a<b&"c' 100
after   xmllint --noout graph.svg && xmllint --xpath '//*[local-name()="g"]/*[local-name()="title"]/text()' graph.svg > titles &&
        printf 'all\n400 of 400, 100.00%%\na&lt;b&amp;"c\n100 of 400, 25.00%%\nkey\n' > want &&
        for f in main one two three; do printf '%s\n100 of 400, 25.00%%\nprocess\n' $f; done >> want && printf 'chain\n300 of 400, 75.00%%\nkey\n' >> want &&
        for f in main one two three; do printf '%s\n300 of 400, 75.00%%\nprocess\n' $f; done >> want && diff want titles &&
        [ "$(xmllint --xpath 'string(/*/*[local-name()="title"])' graph.svg)" = 'Flame graph of @calls' ]
expect-re ^@calls\[
---
name    H3 what a browser shows, clicked and searched
needs   root tool:chromium full-speed
before  cp $TESTBIN/chain 'a<b&"c'
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain" || comm == "a<b&\"c"/ { @[comm, ustack(4)] = count(); }
args    -q --flame graph.svg
run     $TESTBIN/chain 300; './a<b&"c' 100
after   sed '$d' graph.svg > clicked.svg; { printf '<script><![CDATA[\nconst STEPS = ['
        for step in 'shown()' 'share("chain")' 'label("a<b&\\"c")' 'search("^three$")' 'search("chain")' 'search("[")' 'search("")' \
                'click("chain"), shown()' 'share("chain")' 'label("all")' 'document.getElementById("said").textContent' \
                'document.getElementById("reset").dispatchEvent(new MouseEvent("click")), shown()' 'click("a<b&\\"c"), shown()' \
                'window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })), shown()'; do printf "'%s', " "$step"; done
        printf '];\n'; cat $TESTDATA/flame_clicks.js; printf ']]></script>\n</svg>\n'; } >> clicked.svg; HOME=$TMP
        chromium --headless --no-sandbox --disable-gpu --user-data-dir=$TMP/profile --virtual-time-budget=5000 --dump-dom "file://$TMP/clicked.svg" > dom 2> browser
        sed -n '/id="verdict"/,/<\/text>/p' dom | sed '1d; $d; s/&lt;/</g; s/&amp;/\&/g' > verdict; diff $TESTDATA/flame_clicks.expect verdict
expect-re ^@\[
---
name    H3 the same numbers as in the folded format, of every print
needs   root tool:xmllint
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[kstack(2), comm, ustack(3)] = count(); if (@n++ == 99) { print(@); } }
args    -q -f folded --flame graph.svg
run     $TESTBIN/chain 250
after   sum=$(awk '{ n += $NF } END { print n }' $OUT); [ $sum -gt 250 ] && [ "$(tail -n 1 $OUT | sed 's/.* //')" = 250 ] &&
        [ "$(xmllint --xpath 'string(//*[local-name()="g"]/*[local-name()="title"])' graph.svg | sed -n 2p)" = "$sum of $sum, 100.00%" ] &&
        xmllint --xpath '//*[starts-with(@class, "f k")]/*[local-name()="title"]/text()' graph.svg | grep -B2 -x kernel | sed -n '1p; 4p' > kernel &&
        sed -n '$s/.*three;\(.*\)_\[k\];\(.*\)_\[k\] .*/\1\n\2/p' $OUT | diff - kernel
expect-re ^chain;one;two;three;
---
name    H3 nothing to draw: a warning and no file
prog    begin { @ = count(); @x["a"] = 1; exit(); }
args    -q --flame graph.svg
after   [ ! -e graph.svg ]
stderr  sonde: warning: flame graph 'graph.svg': not written: no map with a stack in its key and numbers as values was printed
expect-re ^@: 1$
---
name    H3 nothing to draw: a file that was there stays as it is
prog    begin { exit(); }
args    -q --no-warnings --flame graph.svg
before  echo old > graph.svg
after   [ "$(cat graph.svg)" = old ]
stderr
---
name    H3 a longer graph that was there is gone
needs   root tool:xmllint
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(3)] = count(); }
args    -q --flame graph.svg
before  head -c 1000000 /dev/zero > graph.svg
run     $TESTBIN/chain 5
after   xmllint --noout graph.svg
expect-re ^@\[
---
name    H3 a file that cannot be written is known before anything is attached
prog    begin { printf("ran\n"); exit(); }
args    --flame nowhere/graph.svg
exit    2
expect
stderr  sonde: error: flame graph 'nowhere/graph.svg': cannot be opened: No such file or directory
---
name    H3 a full disk
needs   root
prog    tracepoint:syscalls:sys_enter_getppid /comm == "chain"/ { @[ustack(3)] = count(); }
args    -q --flame /dev/full
run     $TESTBIN/chain 5
exit    2
stderr  sonde: error: flame graph '/dev/full': cannot be written: No space left on device
---
name    H3 the name of no file
sh      $SONDE --flame '' -e 'begin { }'; echo $?
expect  1
stderr  sonde: error: option '--flame': the file name is empty
---
name    H3 a rehearsal makes no file
prog    begin { }
args    --dry-run --flame graph.svg
after   [ ! -e graph.svg ]
