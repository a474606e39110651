name    usdt: arguments in registers and parts of them, by their sizes and signs
needs   root
sh      $SONDE -q -e 'usdt:$1:app:forms { printf("%x %d %u %u %d %u %d %u %d %u %d %u\n", arg0, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11); }' -c "$TESTBIN/usdt fire 1" $TESTBIN/usdt
expect  1122334455667788 1432778632 30600 136 -120 119 -2 4294967294 -2 254 -2 4294967294
---
name    usdt: arguments in memory, by registers, indexes and symbols
needs   root
sh      $SONDE -q -e 'usdt:$1:memory { printf("%d %d %d %u %d %u %d %d %d %d %d %d %d %d\n", arg0, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, *(uint64 *)arg10, arg11 == reg("ip"), arg12 == *(uint8 *)uptr(arg11 + 3), arg13); }' -c "$TESTBIN/usdt fire 1" $TESTBIN/usdt
expect  1111 2222 -3 4294967293 4444 18446744073709551613 1111 2222 -3 1111 1111 1 1 4444
---
name    usdt: arguments that are constants
needs   root
sh      $SONDE -q -e 'usdt:$1:constants { printf("%d %d %d %d %d %d\n", arg0, arg1, arg2, arg3, arg4, arg5); print((arg0, arg1)); }' -c "$TESTBIN/usdt fire 1" $TESTBIN/usdt
expect  5 -1 -7 -1 44 32767
        (5, 18446744073709551615)
---
name    usdt: N fired, N counted, at each of the places of a probe, by several threads of tracing and however it is attached
needs   root
sh      for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'usdt:$1:step { @[arg1] = count(); @p[probe == "usdt:'$TESTBIN/usdt':app:step"] = count(); } usdt:$1:step { @sum = sum(arg0); }' -c "$TESTBIN/usdt fire 5000" $TESTBIN/usdt; done | grep .
expect  @[1]: 5000
        @[2]: 5000
        @[3]: 5000
        @p[true]: 15000
        @sum: 37492500
        @[1]: 5000
        @[2]: 5000
        @[3]: 5000
        @p[true]: 15000
        @sum: 37492500
---
name    usdt: places whose operands look alike to a body share a program, a probe is counted once
needs   root
sh      $SONDE -d layout --dry-run -e 'usdt:$1:step { @ = count(); }' $TESTBIN/usdt 2>&1 | grep -c '1 body, attached 3 times'; $SONDE -d layout --dry-run -e 'usdt:$1:step { @ = sum(arg0); }' $TESTBIN/usdt 2>&1 | grep -c 'attached 1 time'; $SONDE -e 'usdt:$1:step { @ = sum(arg0); } interval:ms:1 { exit(); }' $TESTBIN/usdt 2>&1 | grep Attached
expect  1
        3
        Attached 2 probes
---
name    usdt: bodies of one event run in written order, at places of every form
needs   root
sh      $SONDE -q -e 'usdt:$1:step { printf("a%d ", arg1); } usdt:$1:app:* { printf("b "); } usdt:$1:step { printf("c%d\n", arg1); }' -c "$TESTBIN/usdt fire 1" $TESTBIN/usdt | tr '\n' ' '; echo end
expect  b b b a1 b c1 a2 b c2 a3 b c3 b end
---
name    usdt: the kernel raises the semaphore while the probe is attached, and lowers it
needs   root
sh      for by in auto perf; do $TESTBIN/usdt wait >seen & w=$!; while [ "$(cat seen)" != 0 ]; do sleep 0.01; done; SONDE_ATTACH_BY=$by $SONDE -q -e 'usdt:$1:guarded { } interval:s:1000 { }' $TESTBIN/usdt & sonde=$!; until [ $(wc -l <seen) = 2 ]; do sleep 0.01; done; kill -INT $sonde; wait $sonde; wait $w; tr '\n' ' ' <seen; done; echo end
expect  0 1 0 0 1 0 end
---
name    usdt: a probe behind a semaphore counts what is fired while it is up, and without sonde nothing is fired
needs   root
sh      $TESTBIN/usdt many 1000; for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'usdt:$1:guarded { @ = count(); @sum = sum(arg0); }' -c "$TESTBIN/usdt many 1000" $TESTBIN/usdt; done | grep .
expect  0
        1000
        @: 1000
        @sum: 499500
        1000
        @: 1000
        @sum: 499500
---
name    usdt: -p: its program and its libraries, without a name, and only that process
needs   root
sh      mkfifo in; exec 3<>in; $TESTBIN/usdt many 7000 pause <in >out & p=$!; while ! grep -q usdt /proc/$p/maps; do sleep 0.01; done
        $SONDE -p $p -l 'usdt::app:g*' | sed "s|$TESTBIN|B|"; $SONDE -p $p -l 'usdt:st*' | sed "s|$TESTBIN|B|"
        $SONDE -p $p -l '*:*:*' | grep -c ':app:guarded$'
        $SONDE -q -p $p -e 'usdt::app:guarded { @a = count(); } usdt:guarded { @b = count(); } usdt:usdt:guarded { @c = count(); } usdt:us*:app:guarded { @d = count(); } begin { system("echo >in; '$TESTBIN/usdt' many 50 >other"); }' --unsafe; grep . out
        $SONDE -q -p $$ -e 'usdt::app:guarded { }' 2>&1 | grep -m 1 -o 'error:.*' | sed 's/none of [0-9]*/none of N/'
expect  usdt:B/usdt:app:guarded
        usdt:B/usdt:app:step
        1


        @a: 7000
        @b: 7000
        @c: 7000
        @d: 7000
        7000
        error: none of N programs and libraries has a static probe 'app:guarded'
---
name    usdt: a program in another mount namespace
needs   root own-mounts
sh      mkdir here; mkfifo in; exec 3<>in; unshare -m sh -c "mount -t tmpfs none here; cp $TESTBIN/usdt here/inside; exec here/inside fire 500 pause <in" & p=$!; while ! grep -q here/inside /proc/$p/maps; do sleep 0.01; done
        $SONDE -q -p $p -e 'usdt::app:step { @[arg1] = count(); @p[probe] = count(); } begin { system("echo >in"); }' --unsafe | grep . | sed -E 's#/proc/[0-9]*/(root.*/inside|map_files/[0-9a-f-]*):#INSIDE:#'
        unshare -m sh -c "mount -t tmpfs none here; cp $TESTBIN/usdt here/inside; exec here/inside fire 500 pause <in" & p=$!; while ! grep -q here/inside /proc/$p/maps; do sleep 0.01; done
        $SONDE -q -e 'usdt:/proc/'$p/root$PWD/here/inside':app:step { @[arg1] = count(); if (arg0 == 499 && arg1 == 3) { exit(); } } begin { system("echo >in"); }' --unsafe | grep .
expect  @[1]: 500
        @[2]: 500
        @[3]: 500
        @p[usdt:INSIDE:app:step]: 1500
        @[1]: 500
        @[2]: 500
        @[3]: 500
---
name    usdt: a program that sys/sdt.h made, as the compiler chose its operands, optimised or not
needs   root
sh      cat >sdt.c <<'END'
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/sdt.h>
        struct pair { int16_t a; uint8_t b; } pairs[4] = { { -1, 1 }, { -2, 2 }, { -3, 3 }, { -4, 4 } };
        static int64_t total;
        __attribute__((noinline)) static int work(int i, const char *name)
        {
                total += i + !*(const char volatile *)name;
                DTRACE_PROBE5(sample, work, i, pairs[i & 3].a, pairs[i & 3].b, total, name);
                if (i & 1)
                        DTRACE_PROBE5(sample, work, -i, (int16_t)7, (uint8_t)200, (int64_t)-5, name + 2);
                return i * 3;
        }
        int main(int argc, char **argv)
        {
                int n = atoi(argv[1]);
                int64_t sum = 0;
                for (int i = 0; i < n; i++)
                        sum += work(i, argc > 1 ? argv[2] : "");
                fprintf(stderr, "%ld\n", (long)sum);
                DTRACE_PROBE(sample, done);
                return 0;
        }
        END
        for o in -O0 -O1 -O2 '-O2 -fno-pie -no-pie' '-O3 -fomit-frame-pointer'; do
        gcc $o -o sdt sdt.c && $SONDE -q -e 'usdt:./sdt:work { @[str(arg4)] = count(); @i = sum((int64)arg0); @a = sum((int64)arg1); @b = sum(arg2); @t = max((int64)arg3); } usdt:./sdt:sample:done { @done = count(); }' -c './sdt 1000 name' 2>/dev/null | grep . | tr '\n' ' '; echo end; done
expect  @[me]: 500 @[name]: 1000 @a: 1000 @b: 102500 @done: 1 @i: 249500 @t: 499500 end
        @[me]: 500 @[name]: 1000 @a: 1000 @b: 102500 @done: 1 @i: 249500 @t: 499500 end
        @[me]: 500 @[name]: 1000 @a: 1000 @b: 102500 @done: 1 @i: 249500 @t: 499500 end
        @[me]: 500 @[name]: 1000 @a: 1000 @b: 102500 @done: 1 @i: 249500 @t: 499500 end
        @[me]: 500 @[name]: 1000 @a: 1000 @b: 102500 @done: 1 @i: 249500 @t: 499500 end
---
name    usdt: Python's own probes, behind semaphores: every return of a function, by its name and line, and what is audited
needs   root static-probes:/usr/bin/python3
sh      printf '%s\n' 'import sys' 'def f(): pass' 'for i in range(1000): f()' 'for i in range(50): sys.audit("sonde.test")' >p.py
        $SONDE -q -e 'usdt:/usr/bin/python3:function__return /str(arg1) == "f"/ { @[str(arg1), arg2] = count(); } usdt:/usr/bin/python3:python:audit /str(arg0) == "sonde.test"/ { @a = count(); }' -c "/usr/bin/python3 p.py" | grep .
expect  @[f, 2]: 1000
        @a: 50
---
name    usdt: the C++ library's own probes: throw and catch
needs   root tool:g++
sh      printf '%s\n' '#include <cstdio>' 'int main() { int n = 0; for (int i = 0; i < 300; i++) try { throw i; } catch (int v) { n += v; } std::printf("%d\n", n); }' >t.cc; g++ -o t t.cc
        $SONDE -q -e 'usdt:libstdc++:libstdcxx:throw /comm == "t"/ { @t = count(); @last = arg0; } usdt:libstdc++:catch /comm == "t"/ { @c = count(); @same[arg0 == @last] = count(); }' -c ./t | grep -v last | grep .
expect  44850
        @c: 300
        @same[true]: 300
        @t: 300
---
name    usdt: --usdt-file-activation: semaphores are raised in the memory of the processes that are there, and lowered
needs   root
sh      for by in auto perf; do $TESTBIN/usdt wait >seen & w=$!; while [ "$(cat seen)" != 0 ]; do sleep 0.01; done; SONDE_ATTACH_BY=$by $SONDE -q --usdt-file-activation -e 'usdt:$1:guarded { } interval:s:1000 { }' $TESTBIN/usdt & sonde=$!; until [ $(wc -l <seen) = 2 ]; do sleep 0.01; done; kill -INT $sonde; wait $sonde; wait $w; tr '\n' ' ' <seen; done
        mkfifo in; exec 3<>in; $TESTBIN/usdt many 300 pause <in >out & p=$!; while ! grep -q usdt /proc/$p/maps; do sleep 0.01; done
        $SONDE -q --usdt-file-activation -p $p -e 'usdt::app:guarded { @ = count(); } usdt::app:guarded { @two = count(); } begin { system("echo >in"); }' --unsafe | grep .; cat out; $TESTBIN/usdt many 5
expect  0 1 0 0 1 0 @: 300
        @two: 300
        300
        0
---
name    usdt: notes that are cut off, damaged or lead nowhere get a message, and the other probes of the file work
needs   root
sh      b=$TESTBIN/usdt; objcopy --dump-section .note.stapsdt=notes $b /dev/null
        try() { cp $b bad; objcopy --update-section .note.stapsdt=changed bad 2>/dev/null; $SONDE -q -e "usdt:./bad:$1 { @ = count(); }" -c './bad fire 10' 2>&1 | grep -m 1 -o 'error:.*\|@: .*' | sed "s|$PWD|D|"; }
        head -c 100 notes >changed; try step
        head -c 7 notes >changed; try step
        : >changed; printf x >changed; try step
        { printf '\377\377\377\377'; tail -c +5 notes; } >changed; try step
        { head -c 4 notes; printf '\377\377\377\377'; tail -c +9 notes; } >changed; try step
        python3 - <<'END'
        notes = bytearray(open('notes', 'rb').read())
        at = notes.find(b'stapsdt') + 8
        notes[at:at + 8] = b'\x11' * 8
        open('changed', 'wb').write(notes)
        END
        try forms; try memory
        python3 - <<'END'
        import struct
        notes, at = bytearray(open('notes', 'rb').read()), 0
        while at + 12 <= len(notes):
                owner, size, kind = struct.unpack_from('<III', notes, at)
                if b'guarded' in notes[at:at + 20 + size]:
                        struct.pack_into('<Q', notes, at + 36, 1 << 40)
                at += 20 + (size + 3) // 4 * 4
        open('changed', 'wb').write(notes)
        END
        try guarded; try none
expect  error: the static probes of D/bad cannot be read: the note at byte 0 of its section .note.stapsdt is damaged
        error: D/bad has no static probes
        error: D/bad has no static probes
        error: the static probes of D/bad cannot be read: the note at byte 0 of its section .note.stapsdt is damaged
        error: the static probes of D/bad cannot be read: the note at byte 0 of its section .note.stapsdt is damaged
        error: the description of 'app:forms' in D/bad is damaged: its place is not in the program's code
        @: 10
        error: the description of 'app:guarded' in D/bad is damaged: its semaphore is not in the program's data
        @: 10
---
name    usdt: operands that name nothing are told where they are used, and not elsewhere
needs   root
sh      b=$TESTBIN/usdt; objcopy --dump-section .note.stapsdt=notes $b /dev/null
        sed 's/8@%rax -4@%eax 2@%ax 1@%al/8@%rzz 99@%eax 2@$b% 1@fsx/' notes >changed; cp $b bad; objcopy --update-section .note.stapsdt=changed bad
        for n in 0 1 2 3; do $SONDE -q -e "usdt:./bad:forms { print(arg$n); }" 2>&1 | sed "s|$PWD|D|" | head -3; done; $SONDE -q -e 'usdt:./bad:forms { print(arg4); }' -c './bad fire 1' | grep .; $SONDE -lv usdt:./bad:forms | sed -n 2,3p
expect  <arg>:1:26: error: 'arg0' of 'usdt:D/bad:app:forms', which is '8@%rzz', cannot be read: it names no register
            usdt:./bad:forms { print(arg0); }
                                     ^~~~
        <arg>:1:26: error: 'arg1' of 'usdt:D/bad:app:forms', which is '99@%eax', cannot be read: it is not 1, 2, 4 or 8 bytes long
            usdt:./bad:forms { print(arg1); }
                                     ^~~~
        <arg>:1:26: error: 'arg2' of 'usdt:D/bad:app:forms', which is '2@$b%', cannot be read: the symbol table has not exactly one symbol of that name
            usdt:./bad:forms { print(arg2); }
                                     ^~~~
        <arg>:1:26: error: 'arg3' of 'usdt:D/bad:app:forms', which is '1@fsx', cannot be read: the symbol table has not exactly one symbol of that name
            usdt:./bad:forms { print(arg3); }
                                     ^~~~
        18446744073709551496
            uint64_t arg0
            void arg1
---
name    usdt: a file that describes more places than there can be
needs   root
sh      python3 - <<'END'
        import struct
        note = struct.pack('<QQQ', 0x1189, 0, 0) + b'a\0b\0\0'
        open('changed', 'wb').write((struct.pack('<III', 8, len(note), 3) + b'stapsdt\0' + note + b'\0' * (-len(note) % 4)) * 200000)
        END
        cp $TESTBIN/usdt bad; objcopy --update-section .note.stapsdt=changed bad; $SONDE -q -e "usdt:./bad:a:b { }" 2>&1 | grep -m 1 -o 'error:.*' | sed "s|$PWD|D|"
expect  error: the static probes of D/bad cannot be read: it describes more than 131072 places
---
name    usdt: files that are no programs of this machine
needs   root
sh      printf 'int main;' >t; printf '\177ELF' >short; head -c 2000 $TESTBIN/usdt >cut; printf x >dir-not; mkdir dir; for f in t short cut dir; do $SONDE -q -e "usdt:./$f:a:b { }" 2>&1 | grep -m 1 -o 'error:.*' | sed "s|$PWD|D|; s/ $(stat -c %s $TESTBIN/usdt)$/ SIZE/"; done
expect  error: D/t cannot be traced: it is not an ELF file
        error: D/short cannot be traced: it is cut off in its ELF header
        error: D/cut is cut off: it has 2000 bytes, and its headers speak of SIZE
        error: there is no program or library './dir'
---
name    usdt: a program whose file is gone, and one that ends in the middle
needs   root
sh      cp $TESTBIN/usdt gone; mkfifo in; exec 3<>in; ./gone fire 400 pause <in & p=$!; while ! grep -q /gone /proc/$p/maps; do sleep 0.01; done; rm gone
        $SONDE -q -p $p -e 'usdt::app:step { @[arg1] = count(); } begin { system("echo >in"); }' --unsafe | grep .
        cp $TESTBIN/usdt ends; $SONDE -q -e 'usdt:./ends:step { @ = count(); if (arg0 == 99 && arg1 == 3) { signal("KILL"); system("rm ends"); } }' --unsafe -c './ends fire 100000' | grep .
expect  @[1]: 400
        @[2]: 400
        @[3]: 400
        @: 300
---
name    usdt: several processes of -p, and no other
needs   root
sh      mkfifo in; exec 3<>in; for n in 1 2 3; do $TESTBIN/usdt many 10$n pause <in >out$n & eval p$n=$!; done; for p in $p1 $p2 $p3; do while ! grep -q /usdt /proc/$p/maps; do sleep 0.01; done; done
        $SONDE -q -p $p1 -p $p2 -e 'usdt::guarded { @ = count(); } begin { system("for i in 1 2 3; do echo; done >in"); }' --unsafe | grep .; wait $p3; echo $(sort out1 out2 out3)
expect  @: 203
        0 101 102
---
name    usdt: the same numbers as bpftrace
needs   root tool:bpftrace full-speed
sh      cat >programs <<END
        usdt:$TESTBIN/usdt:app:step { @[arg1] = count(); @s[arg1] = sum(arg0); }
        usdt:$TESTBIN/usdt:app:memory { printf("%d %d %d %d %d\n", arg0, arg1, arg2, arg3, arg4); }
        usdt:$TESTBIN/usdt:app:constants { printf("%d %d %d %d\n", arg0, arg1, arg2, arg4); }
        usdt:$TESTBIN/usdt:app:none { @ = count(); }
        END
        while read -r p; do $SONDE -q -e "$p" -c "$TESTBIN/usdt fire 777" | grep . | sort >ours; (ulimit -l unlimited; bpftrace -q -e "$p" -c "$TESTBIN/usdt fire 777") 2>err | grep . | sort >theirs; [ -s ours ] && cmp ours theirs && echo same; done <programs
expect  same
        same
        same
        same
---
name    usdt: hundreds of places of one probe, in one link for each form that its operands have
needs   root uprobe_multi
sh      cat >many.c <<'END'
        #include <stdlib.h>
        #include <sys/sdt.h>
        #define PLACE(n) DTRACE_PROBE2(many, place, (int)(n), i);
        #define FOUR(n) PLACE(n) PLACE(n + 1) PLACE(n + 2) PLACE(n + 3)
        #define SIXTEEN(n) FOUR(n) FOUR(n + 4) FOUR(n + 8) FOUR(n + 12)
        #define MANY(n) SIXTEEN(n) SIXTEEN(n + 16) SIXTEEN(n + 32) SIXTEEN(n + 48)
        __attribute__((noipa)) static void work(long i) { MANY(0) MANY(64) MANY(128) MANY(192) }
        int main(int argc, char **argv) { for (long i = 0; i < atol(argv[1]); i++) work(i); }
        END
        gcc -O1 -o many many.c; readelf -n many | grep -c Location; readelf -n many | grep -c '[$]0 \|[$]255 '
        $SONDE -q -e 'usdt:./many:place { @ = count(); @i = sum(arg1); }' -c './many 100' | grep .; $SONDE -q -d layout --dry-run -e 'usdt:./many:place { @ = sum(arg1); }' 2>&1 | grep -c program
        $SONDE -q -e 'usdt:./many:place { @[arg0] = count(); @sum = sum(arg0 * arg1); }' -c './many 10' | awk '/^@\[/ { n++; bad += $2 != 10 } /sum/ { print } END { print n, bad + 0 }'; $SONDE -l usdt:./many:place | wc -l
expect  256
        2
        @: 25600
        @i: 1267200
        1
        @sum: 1468800
        256 0
        1
---
name    usdt: of many places in one link the one that the kernel does not take is named
needs   root python uprobe_multi
sh      cp $TESTBIN/usdt own; mkfifo ready; exec 3<>ready; $SONDE -q --no-warnings -e 'usdt:./own:app:guarded { }' --ready-fd 3 & read x <&3
        cat >change.py <<'E'
        import struct, subprocess
        for line in subprocess.run(['objdump', '-h', 'own'], capture_output=True, text=True).stdout.split('\n'):
            words = line.split()
            if len(words) > 5 and words[1] == '.note.stapsdt':
                size, at = int(words[2], 16), int(words[5], 16)
        with open('own', 'r+b') as f:
            f.seek(at)
            notes = f.read(size)
            name = notes.index(b'app\0guarded\0')
            semaphore, = struct.unpack_from('<Q', notes, name - 8)
            f.seek(at + name - 8)
            f.write(struct.pack('<Q', semaphore - 2))
        E
        python3 change.py; $SONDE -l 'usdt:./own:app:*' | wc -l; $SONDE -q -e 'usdt:./own:app:* { }' 2>&1 | grep error: | sed "s,$PWD,D,"; kill -INT $!
expect  6
        <arg>:1:1: error: probe 'usdt:D/own:app:guarded': cannot attach: the kernel does not take that place
---
name    P2 usdt: a wildcard for the provider stands for user and static probes where a program is named
needs   root
sh      $SONDE -l "*:$TESTBIN/usdt:*" | grep ':main$\|app:step$' | sed "s|$TESTBIN|B|"; $SONDE -q -e "*:$TESTBIN/usdt:app:none { @[probetype] = count(); } u*:$TESTBIN/usdt:main { @[probetype] = count(); }" -c "$TESTBIN/usdt fire 3" | grep .
expect  uprobe:B/usdt:main
        usdt:B/usdt:app:step
        @[uprobe]: 1
        @[usdt]: 3
