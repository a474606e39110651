# tests/live/lang_string.t - strings: literals, comparison, str(), names of numbers.
name    strings compare with == and !=
needs   root
prog    begin { $a = "abc"; if (pid == 0) { $a = "x"; } printf("%d %d %d %d\n", $a == "abc", $a != "abc", $a == "abcd", $a == "ab");
        	printf("%d %d\n", comm == "sonde", comm != "sonde"); }
expect  1 0 0 0
        1 0
---
name    a variable is wide enough for all that is assigned
needs   root
prog    begin { $s = "a"; print($s); $s = "a much longer string than the first"; print($s); $s = ""; printf("[%s]\n", $s); }
expect  a
        a much longer string than the first
        []
---
name    strings as map values and keys
needs   root
prog    begin { @v["k"] = "value"; @v["a longer key than the first"] = "w"; print(@v["k"]); print(@v["a longer key than the first"]);
        	printf("%s|\n", @v["none"]); @t["x", 1] = "y"; print(@t["x", 1]); clear(@v); clear(@t); }
expect  value
        w
        |
        y
---
name    str of numbers and strings
needs   root
prog    begin { print(str(42)); print(str(-7)); print(str(0)); print(str("text")); print(str("text", 2)); print(str("text", 9)); printf("[%s]\n", str("text", 0)); print(str(comm)); print(str(18446744073709551615)); }
expect  42
        -7
        0
        text
        te
        text
        []
        sonde
        18446744073709551615
---
name    str of user memory, cut by its length
needs   root tracepoint:syscalls:sys_enter_openat
prog    tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { $p = args.filename; if (str($p, 5) == "/nowh") {
        	printf("%s\n%s\n[%s]\n%s\n", str($p), str($p, 4), str($p, 0), str(args.filename, args.flags * 0 + 6)); exit(); } }
run     cat /nowhere/to/be/found 2>/dev/null || true
expect  /nowhere/to/be/found
        /now
        []
        /nowhe
---
name    a pointer kept in a map is still one into user memory
needs   root tracepoint:syscalls:sys_enter_openat
prog    tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { @name[tid] = args.filename; }
        tracepoint:syscalls:sys_exit_openat /@name[tid]/ { if (str(@name[tid]) == "/nowhere/two") { printf("%s %d\n", str(@name[tid]), args.ret); exit(); } delete(@name, tid); }
        end { clear(@name); }
run     cat /nowhere/two 2>/dev/null || true
expect  /nowhere/two -2
---
name    a string at its capacity is marked as cut
needs   root tracepoint:syscalls:sys_enter_openat
sh      export SONDE_MAX_STRLEN=16; $SONDE -q -e 'tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { if (str(args.filename, 5) == "/nowh") { printf("%s|%s|\n", str(args.filename), str(args.filename, 7)); exit(); } }' -c 'cat /nowhere/to/be/found' 2>/dev/null
expect  /nowhere/to/be/f..|/nowher|
---
name    strings of up to max_strlen
needs   root tracepoint:syscalls:sys_enter_openat
prog    tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { if (str(args.filename, 5) == "/nowh") { printf("%s\n", str(args.filename)); exit(); } }
run     cat /nowhere/$(printf '%01000d' 7) 2>/dev/null || true
after   test "$(wc -c < $OUT)" = 1010
---
name    syscall_name of numbers known and not
needs   root
prog    begin { $z = pid - pid; printf("%s %s %s\n", syscall_name(0), syscall_name($z + 39), syscall_name(60)); print(syscall_name(999)); print(syscall_name($z - 1)); print(syscall_name(123456789012)); @[syscall_name(1)] = 1; print(@["write"]); clear(@); }
expect  read getpid exit
        unknown syscall 999
        unknown syscall -1
        unknown syscall 123456789012
        1
---
name    strerror of errors, negative ones too
needs   root
prog    begin { $z = pid - pid; print(strerror(0)); print(strerror(2)); print(strerror(-2)); print(strerror($z - 110)); print(strerror(41)); print(strerror(9999)); print(strerror(-9999)); }
expect  Success
        No such file or directory
        No such file or directory
        Connection timed out
        unknown error 41
        unknown error 9999
        unknown error -9999
---
name    probe names compare
needs   root
prog    begin { print(probe == "begin"); print(probe != "begin"); print(probe); printf("%s %s\n", probe, probetype); @[probe] = 1; print(@); clear(@); }
expect  true
        false
        begin
        begin special
        @[begin]: 1
---
name    str of what a user function returned
needs   root tool:script
prog    uretprobe:/bin/bash:readline /comm == "bash" && retval/ { printf("%s|%r\n", str(retval), buf(retval, 4)); exit(); }
run     (printf '%s\n' 'true hello'; until grep -q 'true hello' "$OUT"; do sleep 0.05; done) | script -qc 'bash --norc -i' /dev/null >/dev/null
expect  true hello|true
---
name    a number of 64 bits is followed to the word that lies there
needs   root
prog    begin { $a = kaddr("vfs_read"); printf("%d %d\n", (*$a >> 8) == (*($a + 1) & 0xffffffffffffff), *$a == *kaddr("vfs_read")); }
expect  1 1
