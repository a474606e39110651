# tests/live/build.t - H14, Z27: images of `sonde build`, run by a sonde that has no compiler beside it.  Whether they run on other kernels: tests/vm/portable.
name    an image gives what its script gives, without a compiler
needs   root btf
before  cp $TESTBIN/calls built; mkdir alone; cp -L $SONDE alone/sonde; printf '%s\n' 'tracepoint:syscalls:sys_enter_getppid /comm == "built"/ { @[probe, pid == tid, curtask->real_parent->tgid != pid] = count(); }' 'end { printf("end\n"); }' >p.probe
sh      $SONDE build p.probe && ls p* && alone/sonde -q p.sonde -c "./built getppid 5000" | tail -n +2 >image; $SONDE -q p.probe -c "./built getppid 5000" | tail -n +2 >script; cat image; cmp image script; alone/sonde -q p.probe; echo $?
expect
        p.probe
        p.sonde
        end


        @[tracepoint:syscalls:sys_enter_getppid, true, true]: 5000
        2
stderr-re sonde-compile: not found
---
name    the file can be executed, by its first line; it is known by its bytes, whatever it is called and whatever that line says
needs   root
before  mkdir bin; cp -L $SONDE bin/sonde; printf '%s\n' 'begin { printf("%s\n", getopt("word", "none")); exit(); }' >p.probe
sh      $SONDE build p.probe -o p; PATH=$PWD/bin:$PATH ./p -q; head -1 p; { echo '#!/opt/sonde/bin/sonde'; tail -n +2 p; } >q; mv q script.probe; $SONDE -q script.probe --word=edited; tail -n +2 p >bare; $SONDE -q bare
expect
        none
        #!/usr/bin/env sonde   
        edited
        none
---
name    the image's parameters, in all forms; its help needs no privileges
needs   root
before  printf '%s\n' '// shows what it is given' 'begin { printf("%d %s %d\n", getopt("n", 5ms, "how many"), getopt("s", "x"), getopt("b")); exit(); }' >p.probe; $SONDE build p.probe -o p.sonde; cp -L $SONDE s; chmod 755 . s; chmod 644 p.sonde
sh      $SONDE -q p.sonde; $SONDE -q p.sonde --n=7us --b -- --s abc; $SONDE run ./p.sonde --no-b --s=word >out 2>/dev/null; cat out; setpriv --reuid 65534 --clear-groups ./s p.sonde --help; $SONDE p.sonde --n=x; echo $?
expect
        5000000 x 0
        7000 abc 1
        5000000 word 0
        shows what it is given

          --n  uint64  5ms    how many
          --s  string  "x"
          --b  bool    false
        1
stderr-re parameter '--n' \(uint64\): 'x' is
---
name    --exe: one executable that needs no sonde, and has the options for runs
needs   root
before  cp $TESTBIN/calls built
sh      printf 'tracepoint:syscalls:sys_enter_getppid /comm == "built"/ { @ = count(); } end { print(getopt("n", 1)); }' >p.probe; $SONDE build p.probe --exe && ls p*; ./p -q -c "./built getppid 30" --n 9 | tail -n +2; ./p -f json -q -c true | tail -1; ./p --help; ./p -e 'begin { }'; echo $?; $SONDE -q -c true p
expect
        p
        p.probe
        9


        @: 30
        {"type": "value", "data": 1}
          --n  uint64  1
        1
        1
stderr-re this program runs one image
---
name    wildcards and symbols are resolved when the image starts, in the program that is there then
needs   root tool:gcc
before  printf '%s\n' '__attribute__((noinline)) void f_one(int n) { asm volatile("" :: "r"(n)); }' '#ifdef NEW' '__attribute__((noinline)) void f_two(int n) { asm volatile("" :: "r"(n + 1)); }' '#else' '#define f_two f_one' '#endif' 'int main(void) { for (int i = 0; i < 30; i++) f_one(i); for (int i = 0; i < 12; i++) f_two(i); return 0; }' >p.c; gcc -O1 -o p p.c && gcc -O0 -DNEW -o new p.c
sh      $SONDE build -e 'uprobe:./p:f_* { @[probe] = count(); @n[func] = sum(arg0); } uretprobe:./p:f_* { @left[probe] = count(); @l = min(latency > 0); }' -o p.sonde; ($SONDE -q p.sonde -c ./p; mv new p; $SONDE -q p.sonde -c ./p) | sed 's/\[u.*:f_/[f_/'
expect


        @[f_one]: 42
        @l: 1
        @left[f_one]: 42
        @n[f_one]: 501


        @[f_two]: 12
        @[f_one]: 30
        @l: 1
        @left[f_two]: 12
        @left[f_one]: 30
        @n[f_two]: 66
        @n[f_one]: 435
---
name    a wildcard's tracepoints, each under its name
needs   root
before  cp $TESTBIN/calls built
sh      $SONDE build -e 'tracepoint:syscalls:sys_enter_get*pid /comm == "built"/ { @[probe] = count(); }' -o p.sonde; $SONDE -q p.sonde -c "./built getppid 40" | tail -n +2; $SONDE -v p.sonde -c true 2>&1 | grep -c '^tracepoint:syscalls'
expect


        @[tracepoint:syscalls:sys_enter_getpid]: 1
        @[tracepoint:syscalls:sys_enter_getppid]: 40
        2
---
name    -p and --follow are for whoever runs the image
needs   root
before  cp $TESTBIN/calls built
sh      $SONDE build -e 'tracepoint:syscalls:sys_enter_getppid /comm == "built"/ { @ = count(); }' -o p.sonde; ./built getppid 10000 >/dev/null & (until [ -p go ]; do sleep 0.01; done; read go <go; exec ./built getppid 3000 >/dev/null) & pid=$!; mkfifo go; $SONDE -q -p $pid --ready-fd 3 p.sonde 3>ready >out & sonde=$!; while ! [ -s ready ]; do sleep 0.01; done; echo >go; wait $sonde; echo "code $?"; cat out; $SONDE -q --follow -c "sh -c './built getppid 20; ./built getppid 30'" p.sonde | tail -1
expect
        code 0


        @: 3000
        @: 50
---
name    OUT is replaced at once, and only when the script is good
needs   root
sh      printf 'begin { print(1); exit(); }' >p.probe; $SONDE build p.probe -o o; ln o kept; printf 'begin { print(2); exit(); }' >p.probe; $SONDE build p.probe -o o; printf 'begin { print(' >p.probe; $SONDE build p.probe -o o 2>/dev/null; echo $?; $SONDE -q kept; $SONDE -q o; ls; $SONDE build -e 'begin { exit(); }' -o /nowhere/o; echo $?
expect
        1
        1
        2
        kept
        o
        p.probe
        2
stderr  sonde: error: file '/nowhere/o': cannot be written: No such file or directory
---
name    OUT may be standard output, a link, which stays one, or a device, which takes the bytes and stays one
needs   root
sh      printf 'begin { print(1); exit(); }' >p.probe; $SONDE build p.probe -o - | cat >o && $SONDE -q o; $SONDE build --exe p.probe -o - >e && chmod +x e && ./e -q; $SONDE build p.probe -o - >/dev/full; echo $?
        : >there; ln -s there link; $SONDE build p.probe -o link && readlink link && $SONDE -q there; mknod null c 1 3; mknod full c 1 7; $SONDE build p.probe -o null; echo $?; $SONDE build p.probe -o full; echo $?; stat -c %F null full; ls
        printf 'begin{exit()}' >f; ln -s f to_f; $SONDE fmt -w to_f; readlink to_f; head -1 f
expect
        1
        1
        2
        there
        1
        0
        2
        character special file
        character special file
        e
        full
        link
        null
        o
        p.probe
        there
        f
        begin {
stderr
        sonde: error: standard output: cannot write: No space left on device
        sonde: error: file 'full': cannot be written: No space left on device
---
name    OUT is never the script itself, which needs no suffix
needs   root
sh      printf 'begin { print(1); exit(); }' >p; ln -s p link; $SONDE build p --exe; echo $?; $SONDE build link -o p; echo $?; cat p; echo; $SONDE build p --exe -o q && ./q -q
expect
        2
        2
        begin { print(1); exit(); }
        1
stderr
        sonde: error: file 'p': is the script itself: name another one with -o
        sonde: error: file 'p': is the script itself: name another one with -o
---
name    what needs a script says so of an image
needs   root
sh      $SONDE build -e 'begin { exit(); }' -o p.sonde; for command in check fmt build -l; do $SONDE $command p.sonde; echo $?; done
expect
        2
        2
        2
        2
stderr
        sonde: error: script 'p.sonde': is an image, and this needs the script that it was built from
        sonde: error: script 'p.sonde': is an image, and this needs the script that it was built from
        sonde: error: script 'p.sonde': is an image, and this needs the script that it was built from
        sonde: error: script 'p.sonde': is an image, and this needs the script that it was built from
---
name    a probe that was missing where the image was built is traced where it is there
needs   root
before  cp $TESTBIN/calls built
sh      $SONDE build --no-warnings -e 'config = { missing_probes = warn } tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_enter_gexxid /comm == "built"/ { @[probe] = count(); }' -o p.sonde; $SONDE p.sonde -c "./built getppid 40" | tail -1; sed 's/sys_enter_gexxid/sys_enter_getuid/g' p.sonde >q.sonde; $SONDE q.sonde -c "./built getuid 30" | tail -1
expect
        @[tracepoint:syscalls:sys_enter_getppid]: 40
        @[tracepoint:syscalls:sys_enter_getuid]: 30
stderr
        sonde: warning: category 'syscalls' has no tracepoint 'sys_enter_gexxid'
        Attached 1 probe
        Incomplete: skipped_probes 1
        Attached 2 probes
---
name    one that is named without need of a table is for that event alone: it is refused in the place of another
needs   root
sh      $SONDE build -e 'tracepoint:syscalls:sys_enter_getgid { @ = count(); }' -o p.sonde; sed 's/sys_enter_getgid/sys_enter_getuid/g' p.sonde >q.sonde; $SONDE q.sonde; echo $?
expect  2
stderr
        <arg>:1:1: error: 'tracepoint:syscalls:sys_enter_getuid' cannot be traced by this image: it was not there where the image was built
            tracepoint:syscalls:sys_enter_getuid { @ = count(); }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: build the image on this kernel, or one like it
---
name    P29: wildcards of system calls are one program with a table of numbers, which another machine's calls are put into
needs   root btf
before  cp $TESTBIN/calls built
sh      $SONDE build -e 'tracepoint:syscalls:sys_enter_kill* /comm == "built"/ { @[probe, len(kstack) > 0] = count(); }' -o p.sonde; sed 's/sys_enter_kill\*/sys_enter_getp*/g' p.sonde >q.sonde; $SONDE -v q.sonde -c "./built getppid 40" 2>err | grep getppid; grep -c perf err; grep -o 'getppid.*' err
expect
        @[tracepoint:syscalls:sys_enter_getppid, true]: 40
        0
        getppid: BTF raw tracepoint sys_enter
---
name    P4: bodies on one system call run in written order and once each, whichever of them its names and wildcards share
needs   root btf
before  cp $TESTBIN/calls built; for p in sys_enter_getppid:x sys_enter_getuid:y 'sys_enter_get*id:x' 'sys_exit_getppid:x' sys_enter_getuid:x; do echo "tracepoint:syscalls:${p%:*} /comm == \"built\"/ { print((\"${p#*:}\", probe)); }"; done >p.probe; $SONDE build p.probe
sh      for call in getppid getuid; do $SONDE -q p.sonde -c "./built $call 2" | grep "$call" >image; $SONDE -q p.probe -c "./built $call 2" | grep "$call" | cmp - image && cat image; done
expect
        (x, tracepoint:syscalls:sys_enter_getppid)
        (x, tracepoint:syscalls:sys_enter_getppid)
        (x, tracepoint:syscalls:sys_exit_getppid)
        (x, tracepoint:syscalls:sys_enter_getppid)
        (x, tracepoint:syscalls:sys_enter_getppid)
        (x, tracepoint:syscalls:sys_exit_getppid)
        (y, tracepoint:syscalls:sys_enter_getuid)
        (x, tracepoint:syscalls:sys_enter_getuid)
        (x, tracepoint:syscalls:sys_enter_getuid)
        (y, tracepoint:syscalls:sys_enter_getuid)
        (x, tracepoint:syscalls:sys_enter_getuid)
        (x, tracepoint:syscalls:sys_enter_getuid)
---
name    P4: bodies that say the same on one event run once each
needs   root
before  cp $TESTBIN/calls built; for i in 1 2 3; do echo "tracepoint:raw_syscalls:sys_enter /comm == \"built\" && args.id == 110/ { @ = count(); }"; done >p.probe; $SONDE build p.probe
sh      $SONDE -q p.sonde -c "./built getppid 20" | tail -1
expect  @: 60
---
name    what a wildcard finds and no program of the image is for is left out, whether the image was built with it or not
needs   root btf
before  cp $TESTBIN/calls built
sh      $SONDE build --no-warnings -e 'tracepoint:syscalls:sys_enter_kill* { @[args.sig] = count(); } tracepoint:syscalls:sys_enter_getppid /comm == "built"/ { @n = count(); }' -o p.sonde; sed 's/sys_enter_kill\*/sys_enter_gett*/g' p.sonde >q.sonde; $SONDE -q q.sonde -c "./built getppid 40" 2>err | tail -1; grep -o "has no 'sig' on this kernel: it is left out" err | sort -u
expect
        @n: 40
        has no 'sig' on this kernel: it is left out
---
name    damaged, truncated and foreign images: exit 2 and a reason
needs   root
sh      $SONDE build -e 'begin { exit(); }' -o p.sonde; size=$(stat -c %s p.sonde); for n in 30 100 300 $((size - 1)); do head -c $n p.sonde >cut; $SONDE cut; echo $?; done; { cat p.sonde; echo; } >long; $SONDE long; echo $?; cp p.sonde v; printf '\377' | dd of=v bs=1 seek=32 conv=notrunc 2>/dev/null; $SONDE v; echo $?; cp p.sonde a; printf '\003\000' | dd of=a bs=1 seek=36 conv=notrunc 2>/dev/null; $SONDE a; echo $?
expect
        2
        2
        2
        2
        2
        2
        2
stderr
        sonde: error: image of 'cut': cannot be run: not an image: shorter than a header
        sonde: error: image of 'cut': cannot be run: not an image: shorter than a header
        sonde: error: image of 'cut': cannot be run: header: truncated
        sonde: error: image of 'cut': cannot be run: header: truncated
        sonde: error: image of 'long': cannot be run: header: bytes after the end
        sonde: error: image of 'v': cannot be run: header: made by another version
        sonde: error: image of 'a': cannot be run: header: made for another architecture
---
name    what build does not take: nothing, two scripts, an image, whom to trace
sh      $SONDE build; echo $?; $SONDE build a b; echo $?; $SONDE build -e 'begin { }'; echo $?; printf x >x; $SONDE build -p 1 x; echo $?; $SONDE build nosuch.probe; echo $?; $SONDE --aot x; echo $?; $SONDE build - </dev/null; echo $?
expect
        1
        1
        1
        1
        2
        1
        1
stderr
        sonde: error: command 'build' needs a script to build
        sonde: error: 'b' is one word too many: the image takes the parameters of its script when it runs
        sonde: error: command 'build' needs -o FILE for a program given as text
        sonde: error: option '-p' is for whoever runs the image
        sonde: error: script 'nosuch.probe': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
        sonde: error: option '--aot' needs a program to build
        sonde: error: command 'build' needs -o FILE for a program given as text
---
name    what the kernel calls has other numbers at each start: a process, a control group, a symbol
needs   root btf
sh      $SONDE build -e 'begin { print(kaddr("vfs_read") == kaddr("vfs_read")); print(cgroupid("/sys/fs/cgroup") > 0); print(ncpus); exit(); }' -o p.sonde 2>err || $SONDE build -e 'begin { print(true); print(true); print(ncpus); exit(); }' -o p.sonde; $SONDE -q p.sonde | head -2; [ $($SONDE -q p.sonde | tail -1) = $($SONDE -q -e 'begin { print(ncpus); exit(); }') ] && echo same
expect
        true
        true
        same
---
name    --stats counts the runs of an image that was built with it
needs   root
sh      $SONDE build --stats -e 'tracepoint:syscalls:sys_enter_getpriorit* /comm == "perl"/ { @ = count(); }' -o p.sonde; $SONDE -q --stats p.sonde -c "perl -e 'getpriority(0, 0) for 1 .. 321'" 2>&1 | awk '/getpriority/ { print $2 }'; $SONDE build -e 'begin { exit(); }' -o q.sonde; $SONDE -q --stats q.sonde 2>&1 | head -1
expect
        321
        sonde: warning: image of 'q.sonde': runs are not counted: it was built without --stats
---
name    positional parameters are taken when the image runs: numbers, texts, how many
needs   root
before  printf '%s\n' 'begin { printf("%d %d [%s] [%s] %d\n", $#, $1, $2 > 5ms ? "big" : "small", str($3), getopt("n", 3)); exit(); }' >p.probe; $SONDE build p.probe
sh      $SONDE -q p.sonde 7 10ms word; $SONDE -q p.sonde --no-warnings -4; $SONDE -q p.sonde -- 0x10 1 'a b' c --n 5; $SONDE -q p.sonde 1 2; $SONDE -q p.sonde x; echo $?; $SONDE p.sonde --help
expect
        3 7 [big] [word] 3
        1 -4 [small] [] 3
        4 16 [small] [a b] 5
        2 1 [small] [] 3
        1
          --n  uint64  3
          $1   int64   0
          $2   int64   0
          $3   string  ""
stderr
        sonde: warning: parameter $3 is missing: it is ""
        sonde: error: parameter $1 (int64): 'x' is not an integer (as in 42, -7, 0x1f, 5ms)
---
name    parameters in attach points are put in when the image runs: names, patterns, numbers, programs
needs   root
before  cp $TESTBIN/calls built; echo '__attribute__((noipa)) int f(int x) { return x; } int main(void) { for (int i = 0; i < 7; i++) f(i); }' | gcc -xc - -o seven
sh      $SONDE build -e 'tracepoint:syscalls:sys_enter_$1 /comm == "built"/ { @[probe] = count(); } interval:s:$2 { exit(); }' -o p.sonde; $SONDE -q p.sonde getppid 99 -c "./built getppid 20" | tail -1; $SONDE -q p.sonde 'getp*id' 99 -c "./built getppid 30" | tail -2; $SONDE -v p.sonde gettid 1 2>&1 | grep interval; $SONDE build -e 'uprobe:$1:$2 { @[arg0 < 7] = count(); }' -o u.sonde; $SONDE -q u.sonde ./seven f -c ./seven | tail -1; $SONDE p.sonde --help
expect
        @[tracepoint:syscalls:sys_enter_getppid]: 20
        @[tracepoint:syscalls:sys_enter_getpid]: 1
        @[tracepoint:syscalls:sys_enter_getppid]: 30
        interval:s:1: perf event cpu-clock on one CPU
        @[true]: 7
          $1   string  ""
          $2   string  ""
---
name    parameters in attach points: missing, nonsense, of themselves, not there
needs   root
sh      $SONDE build -e 'tracepoint:sched:$1 { @ = count(); }' -o p.sonde; for word in '$' '$1' nosuch; do $SONDE p.sonde "$word"; echo $?; done; $SONDE p.sonde; echo $?
expect
        2
        2
        2
        2
stderr
        <arg>:1:1: error: '$' in parameter $1 is no part of a probe's name
            tracepoint:sched:$1 { @ = count(); }
            ^~~~~~~~~~~~~~~~~~~
            hint: parameters are the words behind the image
        <arg>:1:1: error: parameter $1 stands for a text that it is part of itself
            tracepoint:sched:$1 { @ = count(); }
            ^~~~~~~~~~~~~~~~~~~
            hint: parameters are the words behind the image
        <arg>:1:1: error: category 'sched' has no tracepoint 'nosuch'
            tracepoint:sched:$1 { @ = count(); }
            ^~~~~~~~~~~~~~~~~~~
        <arg>:1:1: error: which probe it is depends on parameter $1, which is missing
            tracepoint:sched:$1 { @ = count(); }
            ^~~~~~~~~~~~~~~~~~~
            hint: parameters are the words behind the image
---
name    a kernel that differs: what the image needs and is not here is said at its place in the script
needs   root btf
sh      $SONDE build -e 'tracepoint:sched:sched_switch { @ = max(curtask->real_parent->tgid); @s = sizeof(struct task_struct); }' -o p.sonde; sed 's/real_parent/zeal_parent/g' p.sonde >q.sonde; $SONDE q.sonde; echo $?; sed 's/sched_switch/sched_zwitch/g' p.sonde >r.sonde; $SONDE r.sonde 2>&1 | head -3
expect
        2
        <arg>:1:18: error: category 'sched' has no tracepoint 'sched_zwitch'
            tracepoint:sched:sched_zwitch { @ = max(curtask->real_parent->tgid); @s = sizeof(struct task_struct); }
                             ^~~~~~~~~~~~
stderr
        <arg>:1:41: error: 'struct task_struct' has no member 'zeal_parent' on this kernel
            tracepoint:sched:sched_switch { @ = max(curtask->zeal_parent->tgid); @s = sizeof(struct task_struct); }
                                                    ^~~~~~~~~~~~~~~~~~~~
            hint: build the image on this kernel, or one like it
---
name    types and fields of a program are those of the build that it was built for: another one is refused
needs   root tool:gcc
before  printf '%s\n' 'struct s { int a, b; };' '__attribute__((noinline)) int f(struct s *p) { asm volatile("" :: "r"(p)); return p->b; }' 'int main(void) { struct s s = { 1, 7 }; return f(&s) != 7; }' >p.c; gcc -g -O1 -Wl,--build-id -o p p.c
sh      $SONDE build -e 'uprobe:./p:f { print(args.p->b); print(((struct s *)arg0)->b); }' -o p.sonde; $SONDE -q p.sonde -c ./p; gcc -g -O0 -Wl,--build-id -o p p.c; $SONDE -q p.sonde -c ./p 2>&1 | head -1 | sed 's,/.*/p,p,'
expect
        7
        7
        <arg>:1:1: error: 'p' is not the same here as where the image was built, and the program is good only where it is
---
name    --probe-filter and the limit of probes hold when wildcards are resolved
needs   root
sh      $SONDE build -e 'tracepoint:syscalls:sys_enter_get*id { } begin { exit(); }' -o p.sonde; $SONDE --dry-run --probe-filter 'getp[pg]' -v p.sonde 2>&1 | sed -n 's/^tracepoint:syscalls:\(.*\): .*/\1/p'; SONDE_MAX_PROBES=2 $SONDE build -e 'tracepoint:syscalls:sys_enter_getpp*d { } begin { exit(); }' -o q.sonde; sed 's/sys_enter_getpp\*d/sys_enter_ge\*p\*id/g' q.sonde >r.sonde; $SONDE r.sonde; echo $?
expect
        sys_enter_getpgid
        sys_enter_getppid
        2
stderr
        <arg>:1:1: error: 'tracepoint:syscalls:sys_enter_ge*p*id' brings the script above 2 probes on this machine
            tracepoint:syscalls:sys_enter_ge*p*id { } begin { exit(); }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: build the image with a narrower wildcard, or raise the limit with SONDE_MAX_PROBES
