name    H14 a program that ran before starts no compiler, and prints the same
needs   root
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'begin { printf("%s %d\n", str($1), 6 * 7); exit(3); }' "$@"; echo $?; compiled; }
        run a; run a; run b; run a
expect
        a 42
        3
        compiled 1
        a 42
        3
        compiled 0
        b 42
        3
        compiled 1
        a 42
        3
        compiled 0
---
name    H14 each option, config value and text that the compiler sees has an image of its own
needs   root
sh      . $TESTDATA/counted; p='begin { print(str("0123456789")); exit(); }'
        for i in 1 2; do
                $SONDE -q -e "$p"; SONDE_MAX_STRLEN=16 $SONDE -q -e "$p"; $SONDE -q -k -e "$p"; $SONDE -q --unsafe -e "$p"
                $SONDE -q -e "$p " ; $SONDE -q -c true -e "$p"; compiled
        done; $SONDE -v -f json -B full -q -e "$p" >/dev/null 2>&1; compiled
expect
        0123456789
        0123456789
        0123456789
        0123456789
        0123456789
        0123456789
        compiled 6
        0123456789
        0123456789
        0123456789
        0123456789
        0123456789
        0123456789
        compiled 0
        compiled 0
---
name    H14 with --no-cache the cache is neither read nor written
needs   root
sh      . $TESTDATA/counted; run() { $SONDE -q "$@" -e 'begin { print(1); exit(); }'; }
        run --no-cache; run --no-cache; compiled; ls cache 2>/dev/null; run; compiled; run --no-cache; compiled; run; compiled
        run -d parse 2>/dev/null; run -d parse 2>/dev/null; compiled
expect
        1
        1
        compiled 2
        1
        compiled 1
        1
        compiled 1
        1
        compiled 0
        1
        1
        compiled 2
---
name    H14 sonde cache tells where images are, how many and how large, and removes them
needs   root
sh      . $TESTDATA/counted; $SONDE cache; $SONDE -q -e 'begin { exit(); }'; $SONDE -q -e 'begin { exit(0); }'
        bytes=$(cat cache/image-* | wc -c); $SONDE cache | sed "s,$PWD,HERE,; s/$bytes/BYTES/"
        $SONDE cache -f json | sed "s,$PWD,HERE,; s/$bytes/BYTES/"; touch cache/btf-0; $SONDE cache clear | sed "s,$PWD,HERE,; s/$bytes/BYTES/"
        ls cache; $SONDE cache clear -f json | sed "s,$PWD,HERE,"; compiled; $SONDE -q -e 'begin { exit(); }'; compiled
expect-re ^directory: .*/cache$
expect-re ^entries: 0 of at most 1024$
expect-re ^bytes: 0 of at most 67108864$
expect-re ^directory: HERE/cache$
expect-re ^entries: 2 of at most 1024$
expect-re ^bytes: BYTES of at most 67108864$
expect-re ^\{"type": "cache", "data": \{"directory": "HERE/cache", "entries": 2, "bytes": BYTES\}\}$
expect-re ^removed 2 entries, BYTES bytes, from HERE/cache$
expect-re ^btf-0$
expect-re ^\{"type": "cache_cleared", "data": \{"directory": "HERE/cache", "entries": 0, "bytes": 0\}\}$
expect-re ^compiled 2$
expect-re ^compiled 1$
---
name    H14 sonde cache takes one word
sh      $SONDE cache empty; echo $?; $SONDE cache clear all; echo $?; $SONDE cache -e 'begin {}'; echo $?
expect
        1
        1
        1
stderr
        sonde: error: command 'cache' shows the cache or, with the word clear, empties it: 'empty' is neither
        sonde: error: command 'cache' shows the cache or, with the word clear, empties it: 'all' is neither
        sonde: error: command 'cache' takes no program
---
name    a script that is imported and changes is compiled anew, also when it changes at once and keeps its size
needs   root
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'import "lib.probe"; begin { print(value()); exit(); }'; }
        for i in 1 2 3 4 5 6 7 8; do echo "fn value(): int64 { return $i; }" > lib.probe; run; run; done; compiled
        echo 'fn value(): int64 { return 9; }' > new; mv new lib.probe; run; run; compiled
expect
        1
        1
        2
        2
        3
        3
        4
        4
        5
        5
        6
        6
        7
        7
        8
        8
        compiled 8
        9
        9
        compiled 1
---
name    what clang compiles is kept with all that it read, and with the places where it found nothing
needs   root tool:clang full-speed
before  mkdir 'in c' far; printf '#include "near.h"\n#include <linux/stddef.h>\n#include <deep.h>\nlong total(long a) { return a + NEAR + DEEP; }\n' >'in c/s.bpf.c'; echo '#define NEAR 10' >'in c/near.h'; echo '#define DEEP 100' >far/deep.h; mkdir first
sh      . $TESTDATA/counted; run() { $SONDE -q -I first -I ./far -e 'import "in c/s.bpf.c"; begin { print(total(1)); exit(); }'; compiled; }
        run; run; echo '#define NEAR 20' >'in c/near.h'; run; echo '#define DEEP 200' >far/deep.h; run; run
        mkdir first/linux; printf '#undef NEAR\n#define NEAR 30\n' >first/linux/stddef.h; run; echo '#define DEEP 300' >first/deep.h; run; echo '#define DEEP 400' >'in c/deep.h'; run; run
        CPATH=/usr/include run; PATH=/nowhere:$PATH run; run
expect
        111
        compiled 1
        111
        compiled 0
        121
        compiled 1
        221
        compiled 1
        221
        compiled 0
        231
        compiled 1
        331
        compiled 1
        431
        compiled 1
        431
        compiled 0
        431
        compiled 1
        431
        compiled 1
        431
        compiled 1
---
name    what clang compiles is kept with the headers of this machine alone, and with the places in front of them
needs   root tool:clang full-speed
before  mkdir first; printf '#include <stdint.h>\n#include <asm/errno.h>\nuint32_t total(void) { return EPERM; }\n' >s.bpf.c
sh      . $TESTDATA/counted; run() { $SONDE -q -I first -e 'import "s.bpf.c"; begin { print(total()); exit(); }'; compiled; }
        run; run; mkdir first/asm; echo '#define EPERM 70' >first/asm/errno.h; run; run
expect
        1
        compiled 1
        1
        compiled 0
        70
        compiled 1
        70
        compiled 0
---
name    what clang compiles is not kept where it asks for the time, or whether a file is there
needs   root tool:clang full-speed
sh      . $TESTDATA/counted; run() { for i in 1 2; do $SONDE -q -e 'import "s.bpf.c"; begin { print(f()); exit(); }'; done; compiled; }
        echo 'long f(void) { return sizeof(__TIME__); }' >s.bpf.c; run
        printf '#if __has_include("more.h")\n#include "more.h"\n#endif\nlong f(void) { return __STDC__; }\n' >s.bpf.c; run
        printf '#include <stddef.h>\nlong f(void) { return sizeof(size_t); }\n' >s.bpf.c; run
        printf '#warning again\nlong f(void) { return 3; }\n' >s.bpf.c; run 2>&1 | grep -c warning:
expect
        9
        9
        compiled 2
        1
        1
        compiled 2
        8
        8
        compiled 1
        2
---
name    -v says what has changed, and when an image cannot be kept
needs   root
sh      . $TESTDATA/counted; run() { $SONDE -v -q -e "$1" 2>&1 | grep 'compile cache'; }
        p='import "lib.probe"; begin { print(value()); exit(); }'
        echo 'fn value(): int64 { return 1; }' > lib.probe; run "$p"; run "$p"; echo 'fn value(): int64 { return 2; }' > lib.probe; run "$p"; compiled
        p='begin { print(config.perf_rb_pages > 0); exit(); }'; run "$p"; run "$p"; compiled
expect
        compile cache: the program is compiled anew: lib.probe changed
        compiled 2
        compile cache: the image is not kept: nobody could tell later whether what it came of has changed
        compile cache: the image is not kept: nobody could tell later whether what it came of has changed
        compiled 2
---
name    the same words in another directory import what is there
needs   root
sh      . $TESTDATA/counted; mkdir a b; for d in a b; do echo "fn value(): string[8] { return \"$d\"; }" > $d/lib.probe; done
        for d in a b a b; do (cd $d; $SONDE -q -e 'import "lib.probe"; begin { print(value()); exit(); }'); done
expect
        a
        b
        a
        b
---
name    a script that appears where one would have been found first is taken
needs   root
sh      . $TESTDATA/counted; export XDG_DATA_HOME=$PWD/home; mkdir -p home/sonde/probes
        run() { $SONDE -q -e 'import "lib.probe"; begin { print(value()); exit(); }'; }
        echo 'fn value(): int64 { return 1; }' > home/sonde/probes/lib.probe; run; run; compiled
        echo 'fn value(): int64 { return 2; }' > lib.probe; run; run; compiled; rm lib.probe; run; compiled
expect
        1
        1
        compiled 1
        2
        2
        compiled 1
        1
        compiled 1
---
name    headers count, the one that is read and the one that would be read first
needs   root
sh      . $TESTDATA/counted; mkdir first second
        run() { printf '#include "n.h"\nbegin { print(N); exit(); }' > s.probe; $SONDE -q -I first -I second s.probe; }
        echo '#define N 1' > second/n.h; run; run; compiled; echo '#define N 2' > second/n.h; run; run; compiled
        echo '#define N 3' > first/n.h; run; run; compiled
expect
        1
        1
        compiled 1
        2
        2
        compiled 1
        3
        3
        compiled 1
---
name    a program that is built anew is looked at anew
needs   root tool:gcc
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'uprobe:./a:work { @ = count(); }' -c ./a; }
        build() { printf '%s\n__attribute__((noipa)) void work(void) {}\nint main(void) { for (int i = 0; i < %d; i++) work(); return 0; }\n' "$2" $1 > a.c; gcc -O1 -o a a.c; }
        build 3 ''; run; run; compiled
        build 5 'int before[4096] = { 1 }; __attribute__((noipa)) int other(int n) { return n * before[n] / 3 + 77; }'; run; run; compiled
expect
        
        
        @: 3
        
        
        @: 3
        compiled 1
        
        
        @: 5
        
        
        @: 5
        compiled 1
---
name    files with debug information that appear are read
needs   root tool:gcc
sh      . $TESTDATA/counted; echo '__attribute__((noipa)) void work(int number) { (void)number; } int main(void) { work(21); return 0; }' > a.c
        gcc -g -O0 -o a a.c; objcopy --only-keep-debug a a.debug; objcopy --strip-debug --add-gnu-debuglink=a.debug a; mv a.debug away
        run() { $SONDE -q -e 'uprobe:./a:work { print(args.number); }' -c ./a 2>&1 | awk '/^21/ { n++ } END { print n + 0 }'; }
        run; mv away a.debug; run; run; compiled; mv a.debug away; run
expect
        0
        1
        1
        compiled 2
        0
---
name    events that are made while the machine runs count
needs   root
sh      . $TESTDATA/counted; events=/sys/kernel/tracing/uprobe_events; forget() { for e in one two; do echo "-:sonde_cache/$e" >> $events; done 2>/dev/null; }
        trap forget EXIT; forget; echo "p:sonde_cache/one /bin/sh:0x1000" >> $events
        run() { $SONDE --dry-run -e 'tracepoint:sonde_cache:* { }' 2>&1 | grep -c "no tracepoint matches"; compiled; }
        run; run; echo "p:sonde_cache/two /bin/sh:0x1004" >> $events; run; run; echo '-:sonde_cache/two' >> $events; run
        echo '-:sonde_cache/one' >> $events; run; echo "p:sonde_cache/one /bin/sh:0x1000 %ax" >> $events; run; run
expect
        0
        compiled 1
        0
        compiled 0
        0
        compiled 1
        0
        compiled 0
        0
        compiled 1
        1
        compiled 1
        0
        compiled 1
        0
        compiled 0
---
name    modules that come and go count
needs   root kprobe loadable:f2fs
before  modprobe f2fs
after   modprobe -r f2fs
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'kprobe:f2fs:f2fs_file_read_iter { } begin { print(1); exit(); }' 2>/dev/null; echo $?; }
        run; run; rmmod f2fs; run; modprobe f2fs; run; compiled
expect
        1
        0
        1
        0
        2
        1
        0
        compiled 3
---
name    the address of a function is not taken from a user who may see it to one who may not
needs   root tool:setpriv
sh      . $TESTDATA/counted; p='begin { print(kaddr("vfs_read") != 0); exit(); }'
        $SONDE -q -e "$p"; $SONDE -q -e "$p"; compiled; setpriv --bounding-set -syslog $SONDE -q -e "$p" >/dev/null 2>&1; compiled
expect
        true
        true
        compiled 1
        compiled 1
---
name    another build of either program has images of its own
needs   root
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'begin { exit(); }'; compiled; }
        run; run; touch bin/sonde-compile; run; run; cp bin/sonde new; mv new bin/sonde; run; run
expect
        compiled 1
        compiled 0
        compiled 1
        compiled 0
        compiled 1
        compiled 0
---
name    what the compiler warns of is said again, mistakes are found again
needs   root
sh      . $TESTDATA/counted; p='begin { 1; exit(); }'; $SONDE -q -e "$p" 2>first; $SONDE -q -e "$p" 2>second; compiled; cmp first second && cat second
        $SONDE -q --no-warnings -e "$p" 2>&1; compiled; for i in 1 2; do $SONDE -q -e 'begin { x; }' 2>/dev/null; echo $?; compiled; done; ls cache | grep -c image-
expect-re ^compiled 1$
expect-re ^<arg>:1:9: warning: the value of this expression is not used$
expect-re ^compiled 1$
expect-re ^1$
expect-re ^compiled 1$
expect-re ^1$
expect-re ^compiled 1$
expect-re ^2$
---
name    an image that was tampered with or cut is removed and made anew, at whatever byte
needs   root full-speed
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'begin { print(7); exit(); }'; }
        run; f=$(ls cache/image-*); cp $f good; size=$(stat -c %s good); : > started
        for at in 0 9 20 40 60 72 100 200 600 $((size - 1)); do
                cp good $f; printf "\\$(printf %o $((($(od -An -tu1 -j$at -N1 good) + 1) % 256)))" | dd of=$f bs=1 seek=$at conv=notrunc 2>/dev/null
                run; cmp -s good $f || { run; cmp -n 8 good $f; }
        done | sort | uniq -c | awk '{ print $2 }'; wc -l < started; : > started
        for to in 0 1 71 72 100 $((size - 1)); do head -c $to good > $f; run; done | sort -u; compiled; cat good good > $f; run; compiled; run; compiled
expect
        7
        7
        10
        7
        compiled 6
        7
        compiled 1
        7
        compiled 0
---
name    what is no file of one's own is not taken for an image
needs   root tool:setpriv
sh      . $TESTDATA/counted; run() { $SONDE -q -e 'begin { print(7); exit(); }'; compiled; }
        run; f=$(ls cache/image-*); cp $f away; ln -sf $PWD/away $f; run; chmod 666 $f; run; run; chown 12345 $f; run; rm $f; mkfifo $f; run; run
expect
        7
        compiled 1
        7
        compiled 1
        7
        compiled 1
        7
        compiled 0
        7
        compiled 1
        7
        compiled 1
        7
        compiled 0
---
name    a directory that is not one's own is not used, which -v says and sonde cache refuses
needs   root
sh      . $TESTDATA/counted; run() { $SONDE "$@" -q -e 'begin { print(7); exit(); }' 2>&1 | grep -v ^begin: | sed "s,$PWD,HERE,"; }
        bad() { run; run -v; $SONDE cache 2>&1 | sed "s,$PWD,HERE,"; ls cache 2>/dev/null | grep image; compiled; }
        mkdir cache; chmod 777 cache; bad; chmod 700 cache; chown 12345 cache; bad; rmdir cache; ln -s / cache; bad; rm cache; touch cache; bad
        SONDE_CACHE_DIR=/proc/sonde; run; run -v; compiled
expect
        7
        compile cache: 'HERE/cache' is not used: others may write to it
        7
        sonde: error: compile cache: 'HERE/cache' is not used: others may write to it
        compiled 2
        7
        compile cache: 'HERE/cache' is not used: it belongs to another user
        7
        sonde: error: compile cache: 'HERE/cache' is not used: it belongs to another user
        compiled 2
        7
        compile cache: 'HERE/cache' is not used: it is no directory
        7
        sonde: error: compile cache: 'HERE/cache' is not used: it is no directory
        compiled 2
        7
        compile cache: 'HERE/cache' is not used: it is no directory
        7
        sonde: error: compile cache: 'HERE/cache' is not used: it is no directory
        compiled 2
        7
        7
        compiled 2
---
name    a full disk and a directory that cannot be written keep no image, and stop no run
needs   root own-mounts
sh      . $TESTDATA/counted; mkdir -m 700 cache
        unshare -m sh -e -c '
        run() { $SONDE "$@" -q -e "begin { print(7); exit(); }" 2>&1; }; count() { wc -l < started; : > started; }
        mount -t tmpfs -o size=8k,mode=700 none cache; head -c 8192 /dev/zero > cache/x || true; run; run; count; ls cache; run -v
        rm cache/x; mount -o remount,ro cache; : > started; run; run; count; ls cache'
expect-re ^7$
expect-re ^7$
expect-re ^2$
expect-re ^x$
expect-re ^compile cache: the image cannot be written: No space left on device$
expect-re ^7$
expect-re ^7$
expect-re ^7$
expect-re ^2$
---
name    two hundred first runs of one script at once are all right and leave one image
needs   root full-speed
sh      . $TESTDATA/counted; for i in $(seq 200); do $SONDE -q -e 'begin { printf("%d\n", 12345); exit(); }' 2>&1 & done > out; wait
        sort out | uniq -c | awk '{ print $1, $2 }'; ls cache | sed 's/-.*//' | sort | uniq -c | awk '/image/ { print $1, $2 }'; : > started
        $SONDE -q -e 'begin { printf("%d\n", 12345); exit(); }'; compiled
expect
        200 12345
        1 image
        12345
        compiled 0
---
name    runs that are killed while they compile or write leave nothing that is believed
needs   root full-speed
sh      . $TESTDATA/counted; p='begin { printf("%d\n", 12345); exit(); }'
        for i in $(seq 40); do $SONDE -q -e "$p" >/dev/null 2>&1 & sleep 0.00$((i / 5)); kill -9 $! 2>/dev/null; wait $! 2>/dev/null; rm -f cache/image-????????????????????????????????; done
        for i in 1 2 3; do $SONDE -q -e "$p"; done; f=$(ls cache | grep 'image-[0-9a-f]*$'); echo $f | wc -w; : > cache/$f.77-1; touch -d '2 hours ago' cache/$f.77-1; : > cache/$f.78-1
        : > started; $SONDE -q -e "$p"; compiled; $SONDE -q -e 'begin { exit(); }'; ls cache | grep -c '\.77-'; ls cache | grep -c '\.78-'
expect
        12345
        12345
        12345
        1
        12345
        compiled 0
        0
        1
---
name    the images that were not of use for the longest time make room
needs   root
sh      . $TESTDATA/counted; $SONDE -q -e 'begin { exit(); }'; cd cache; for i in $(seq 1100); do echo > image-$i; done; touch -d '3 days ago' image-1 image-2
        touch -d '2 days ago' image-????????????????????????????????; $SONDE -q -e 'begin { exit(); }'; $SONDE -q -e 'begin { exit(0); }'
        ls | grep -c image-; ls | grep -cx 'image-1'; ls | grep -c 'image-................................'
        rm image-*; for i in 1 2 3; do truncate -s 30M image-$i; touch -d "$i hours ago" image-$i; done; $SONDE -q -e 'begin { exit(1 - 1); }'; ls | grep -x 'image-[1-3]'
expect
        1024
        0
        2
        image-1
        image-2
---
name    a run takes less than 5 MB, its event ring and what it prints included
needs   root tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @++; printf("%d\n", @); }
run     $TESTBIN/calls getppid 1000; until grep -qx 1000 $OUT; do sleep 0.01; done; awk '/VmHWM/ { print; most = $2 } END { exit !most || most >= 5120 }' /proc/$PID/status
stop    INT
expect-re ^1000$
