# tests/live/lang_external.t - files and commands: cat() and system().
name    cat prints a file whose name is made by a format
needs   root
before  printf 'one\ntwo' > "file 5"
prog    begin { printf("<"); cat("%s %d", "file", 5); printf(">\n"); }
expect  <one
        two>
---
name    cat prints at most max_cat_bytes
needs   root
sh      printf 'abcdefgh\n' > f; SONDE_MAX_CAT_BYTES=3 $SONDE -q -e 'begin { cat("f"); printf("|\n"); }'
expect  abc|
---
name    cat of a file that is not there warns at its place and goes on
needs   root
prog    begin { cat("/nonexistent/%s", comm); printf("on\n"); }
expect  on
stderr-re ^<arg>:1:9: warning: cat\(\): '/nonexistent/sonde' cannot be read: No such file or directory$
---
name    cat of a directory
needs   root
prog    begin { cat("/proc"); printf("on\n"); }
expect  on
stderr-re warning: cat\(\): '/proc' cannot be read: Is a directory$
---
name    cat in JSON
needs   root
before  printf 'a "b"\n' > f
prog    begin { cat("f"); }
args    -f json
expect-re ^\{"type": "cat", "data": "a \\"b\\"\\n"\}$
---
name    system copies what a command prints, in its place, and ends the last line
needs   root
prog    begin { printf("a\n"); system("echo %s %d; echo x >&2", comm, 3); printf("b\n"); system("printf c"); printf("d\n"); system("true"); }
args    --unsafe
expect  a
        sonde 3
        b
        c
        d
stderr-re ^x$
---
name    system says how a command failed
needs   root
prog    begin { system("exit 3"); system("kill -9 $$"); system("no-such-command-here 2>/dev/null"); printf("on\n"); }
args    --unsafe
expect  on
stderr-re ^<arg>:1:9: warning: system\(\): 'exit 3' ended with status 3$
stderr-re warning: system\(\): 'kill -9 \$\$' was ended by signal 9 \(Killed\)$
stderr-re ended with status 127$
---
name    warnings of system can be switched off
needs   root
prog    begin { system("exit 3"); cat("/nonexistent"); printf("on\n"); }
args    --unsafe --no-warnings
expect  on
reject-re warning
---
name    system in JSON
needs   root
prog    begin { system("echo a; printf b"); }
args    --unsafe -f json
expect-re ^\{"type": "syscall", "data": "a\\nb\\n"\}$
---
name    more output than a pipe holds
needs   root
prog    begin { system("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done"); printf("end\n"); }
args    --unsafe
after   [ $(wc -l < "$OUT") = 20001 ] && [ "$(tail -2 "$OUT" | head -1)" = 'line 19999' ]
expect-re ^end$
---
name    a signal ends a command that does not end by itself
needs   root
prog    begin { printf("go\n"); system("echo >started; exec sleep 1000"); printf("on\n"); }
        interval:s:100 { exit(); }
args    --unsafe
run     until [ -e started ]; do sleep 0.01; done
stop    TERM
expect-re ^go$
---
name    system needs --unsafe
needs   root
prog    begin { system("echo no"); }
exit    1
stderr-re 'system' changes the traced system, which is not allowed
