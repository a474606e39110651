# tests/live/differential.t - programs that both sonde and Debian's bpftrace know, run by both with the same work: they print the same, but for
# what chapter 15 of the language lists.  The helper `same` compares; its work is writes of 0 to 96 bytes, getppid, lseek and openat.
name    aggregations of one value and of keys
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        t:syscalls:sys_enter_getppid /comm == "same"/ { @ = count(); @s = sum(3); @a = avg(7); @mi = min(5); @ma = max(9); }
        ---
        t:syscalls:sys_enter_write /comm == "same"/ { @s[args->count % 3] = sum(args->count); @a[args->count % 4] = avg(args->count); @n++; @last = args->count; }
        ---
        t:syscalls:sys_enter_write /comm == "same"/ { @[args->count > 50 ? "large" : "small"] = count(); @two[args->count / 50, comm] = max(args->count); }
        ---
        t:syscalls:sys_enter_write, t:syscalls:sys_enter_getppid /comm == "same"/ { @[probe] = count(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  4 of 4
---
name    histograms
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        t:syscalls:sys_enter_write /comm == "same"/ { @h = hist(args->count); @l = lhist(args->count, 0, 100, 10); @k[args->count % 3] = hist(args->count); }
        ---
        t:syscalls:sys_enter_lseek /comm == "same"/ { @h = hist(args->offset); @l = lhist(args->offset, 0, 5000, 1000); }
        ---
        BEGIN { @h = hist(0); @h = hist(1); @h = hist(2); @h = hist(3); @h = hist(1023); @h = hist(1024); @h = hist(1048576); @h = hist(-5); exit(); }
        ---
        BEGIN { @l = lhist(0, 0, 10, 2); @l = lhist(9, 0, 10, 2); @l = lhist(10, 0, 10, 2); exit(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  4 of 4
---
name    data of probes: integers of both signs, strings, bytes, memory
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        t:syscalls:sys_enter_lseek /comm == "same"/ { printf("%d %d %lld\n", args->offset, args->whence, args->offset * 2); }
        ---
        t:syscalls:sys_enter_openat /comm == "same"/ { printf("%s|%20s|%-20s|%s %s\n", str(args->filename), str(args->filename), str(args->filename), str(args->filename, 4), comm); }
        ---
        t:syscalls:sys_enter_write /comm == "same" && args->count == 4/ { printf("%d %d %r\n", *(uint8 *)uptr(args->buf), *(int8 *)uptr(args->buf), buf(args->buf, 8)); }
        ---
        t:raw_syscalls:sys_enter /comm == "same" && args->id == 110/ { @ = count(); } t:raw_syscalls:sys_exit /comm == "same" && args->id == 110/ { @ret = count(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  4 of 4
---
name    expressions and variables
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        BEGIN { $x = 5; $x += 3; $x -= 1; $x *= 6; $x /= 4; $x %= 7; $x <<= 3; $x >>= 1; $x |= 64; $x &= 95; $x ^= 5; printf("%d\n", $x); exit(); }
        ---
        BEGIN { $a = 1; $b = $a++; $c = ++$a; $d = $a--; $e = --$a; printf("%d %d %d %d %d\n", $a, $b, $c, $d, $e); @m++; ++@m; @m--; exit(); }
        ---
        BEGIN { printf("%d %d %d %d\n", 7 / 2, 7 % 3, 1 << 10, 1024 >> 3); printf("%d %d %d %d %d\n", 6 & 3, 6 | 3, 6 ^ 3, ~0, !5); exit(); }
        ---
        BEGIN { printf("%d %d %d\n", (int8)200, (uint8)300, (int64)(int32)-1); printf("%d %d %d\n", strncmp("abc", "abd", 2), "abc" == "abc", "abc" != "abd"); exit(); }
        ---
        BEGIN { $t = (1, "two", 3); printf("%d %s %d\n", $t.0, $t.1, $t.2); @t = $t; @k[1, "a"] = 5; @k[2, "b"] = 6; print((4, 5)); print(-7); print("text"); exit(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  5 of 5
---
name    statements
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        BEGIN { $i = 0; while ($i < 5) { $i++; if ($i == 2) { continue; } if ($i == 4) { break; } printf("%d\n", $i); } unroll(3) { @u++; } exit(); }
        ---
        BEGIN { if (1 == 1) { printf("if\n"); } else { printf("else\n"); } if (1 == 2) { printf("if\n"); } else if (2 == 2) { printf("else if\n"); } else { printf("else\n"); } exit(); }
        ---
        BEGIN { @n = 1; if (@n == 1) { return; } @n = 2; } END { printf("the end\n"); } interval:ms:50 { exit(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  3 of 3
---
name    maps as they are printed
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        BEGIN { @x = 1; @y[2] = 3; @z["key"] = "value"; @w[1, 2, 3] = (4, 5); @s["b"] = 1; @s["a"] = 2; @s["c"] = 3; @n[5] = 1; @n[3] = 2; exit(); }
        ---
        BEGIN { @a[1] = 10; @a[2] = 20; @a[3] = 30; @a[4] = 40; delete(@a[2]); print(@a, 2); print(@a, 2, 5); clear(@a); @b = 4; zero(@b); exit(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  2 of 2
---
name    formats and definitions in C
needs   root tool:bpftrace full-speed
sh      cat > programs <<'END'
        BEGIN { printf("%d %u %x %X %o %c|%5d|%-5d|%05d|%llx|%lu\n", 42, 42, 255, 255, 8, 65, 42, 42, 42, 1234567890123, 5); exit(); }
        ---
        #define ANSWER 42
        struct pair { int a; char b; };
        enum color { RED, GREEN = 5, BLUE };
        BEGIN { printf("%d %d %d %d\n", ANSWER, GREEN, BLUE, sizeof(struct pair)); @a = 0xff; @b = 1e6; @c = 0777; exit(); }
        END
        "$TESTBIN/same" "$SONDE -q --no-warnings" bpftrace < programs
expect  2 of 2
---
name    stacks of a process, frame by frame, in the modes that both have
needs   root tool:bpftrace full-speed
sh      mkfifo gate
        for mode in bpftrace perf; do
        p="t:syscalls:sys_enter_getppid /comm == \"chain\"/ { @[ustack($mode, 4), comm] = count(); @n[ustack(2)] = count(); } END { printf(\"\"); }"
        $SONDE -q -e "$p" --ready-fd 3 3>ready > ours & ours=$!; bpftrace -e "$p" > theirs & theirs=$!
        # bpftrace says nothing when it has attached all: it waits for events then
        until [ -s ready ] && grep -q "ep_poll\|epoll_wait" /proc/$theirs/wchan; do sleep 0.05; done
        setarch -R $TESTBIN/chain wait 17 < gate > made & exec 8> gate; until [ -s made ]; do sleep 0.01; done
        kill -INT $ours $theirs; wait $ours; wait $theirs; exec 8>&-; rm ready made
        # that version indents by four
        sed -i '/^Attach/d; /^$/d; s/^ *//' ours theirs; cmp ours theirs && grep -c three ours; done
expect  2
        2
---
name    P7 begin and end around a command
needs   root tool:bpftrace full-speed
sh      # into a pipe the peer's own lines come last
        for script in 'BEGIN { printf("one\n"); @ = 5; } END { printf("two\n"); }' 'BEGIN { printf("one\n"); }' 'END { printf("two\n"); }' 'BEGIN { exit(); } END { printf("two\n"); }'; do
        bpftrace -e "$script" -c '/bin/echo command' 2>/dev/null | grep . | grep -v ^Attaching | sort >theirs; $SONDE -q -e "$script" -c '/bin/echo command' | grep . | sort >ours
        # what the peer has started when it ends may say its line first
        case $script in *exit*) sed -i '/^command$/d' theirs ;; esac; cmp ours theirs && echo $(cat ours); done
expect  @: 5 command one two
        command one
        command two
        two
