# tests/live/codegen.t - what people see of the generated code: --emit-elf, --emit-llvm, --verify-llvm-ir, --mode codegen and compiler-bench.  Other tools
# read what is written.
name    Z24: --emit-elf writes an object for BPF with a section for each program, and stops
needs   root tool:readelf
sh      "$SONDE" --emit-elf a.o -e 'begin { printf("never\n"); } tracepoint:syscalls:sys_enter_getppid { @ = count(); }'; echo $?
        readelf -hSW a.o | grep -oE 'REL \(.*|Linux BPF| prog\.[0-9]+ +PROGBITS'; stat -c %a a.o
expect
        0
        REL (Relocatable file)
        Linux BPF
         prog.0            PROGBITS
         prog.1            PROGBITS
        644
stderr
---
name    Z24: a disassembler finds in the object the calls of helpers that the script asks for: bpf_ktime_get_ns is 5
needs   tool:llvm-objdump-19
sh      "$SONDE" --emit-elf - -e 'begin { @a = nsecs(monotonic); @b = nsecs(monotonic); } end { @c = nsecs(monotonic); }' |
        llvm-objdump-19 -d - | grep -E '^[0-9a-f]+ <|call 0x5$' | sed 's/.*call/call/; s/^[0-9a-f]* //'
expect
        <begin_0>:
        call 0x5
        call 0x5
        <end_1>:
        call 0x5
stderr
---
name    Z24: parameters of the script are those of a run
needs   tool:llvm-objdump-19
sh      "$SONDE" --emit-elf - -e 'begin { @ = $1 + 1; }' 123456788 | llvm-objdump-19 -d - | grep -c 'r[0-9] = 0x75bcd15$'
expect  1
stderr
---
name    Z24: --emit-elf: the file cannot be written, the script has a mistake, the name is empty, nothing would run
before  printf '\177SONDEIM' > image; mkdir d
sh      for f in no/a.o d /dev/full; do "$SONDE" --emit-elf $f -e 'begin {}'; echo $?; done; "$SONDE" --emit-elf a.o -e 'begin { $x = ; }'; echo $?
        "$SONDE" --emit-elf= -e 'begin {}'; echo $?; "$SONDE" --emit-elf a.o check x.probe; echo $?; "$SONDE" --emit-elf a.o --mode compiler-bench x.probe; echo $?; ls
expect
        2
        2
        2
        1
        1
        1
        1
        d
        image
stderr
        sonde: error: no/a.o: cannot write: No such file or directory
        sonde: error: d: cannot write: Is a directory
        sonde: error: /dev/full: cannot write: No space left on device
        <arg>:1:14: error: expected an expression, found ';'
            begin { $x = ; }
                         ^
        sonde: error: option '--emit-elf': the file name is empty
        sonde: error: option '--emit-elf' is for a program that would run, and for no command
        sonde: error: options '--emit-elf' and '--mode compiler-bench' cannot be combined
---
name    Z24: what is compiled already has no code to show
sh      "$SONDE" build -o image -e 'begin {}' && "$SONDE" --emit-elf a.o ./image; echo $?; "$SONDE" --mode codegen ./image; echo $?; ls
expect
        1
        1
        image
stderr
        sonde: error: script './image': an image is compiled already: name its script
        sonde: error: script './image': an image is compiled already: name its script
---
name    Z24: --emit-llvm writes the module before and after LLVM's passes, and the run goes on, also when its image was kept
needs   root tool:opt-19
sh      for i in 1 2; do rm -f m.*; "$SONDE" -q --emit-llvm m -e 'begin { printf("ran\n"); exit(); }'; ls; done
        opt-19 -passes=verify -disable-output m.original.ll && opt-19 -passes=verify -disable-output m.optimized.ll && echo valid
        grep -c 'define.*@begin_0' m.original.ll; grep -q alloca m.original.ll && ! grep -q 'alloca i64' m.optimized.ll && echo optimized
expect
        ran
        m.optimized.ll
        m.original.ll
        ran
        m.optimized.ll
        m.original.ll
        valid
        1
        optimized
stderr
---
name    Z24: --emit-llvm: the files cannot be written
sh      "$SONDE" --emit-llvm no/m --mode codegen -e 'begin {}'; echo $?; "$SONDE" --emit-llvm= -e 'begin {}'; echo $?
expect
        2
        1
stderr
        sonde: error: file 'no/m.original.ll': cannot be written: No such file or directory
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        sonde: error: option '--emit-llvm': the beginning of the files' names is empty
---
name    Z24: --verify-llvm-ir: the code of every named script is valid
needs   root
sh      for t in $("$SONDE" tools -f json | sed -n 's/.*"name": "\([a-z]*\)".*/\1/p'); do echo $t; "$SONDE" --verify-llvm-ir --mode codegen --no-warnings $t 2>err || { echo failed; cat err; }; done
expect  cpu
        net
        netcalls
        syscalls
---
name    Z23: --mode codegen says what is wrong, and otherwise nothing: no probe runs, and it takes no privileges
needs   tool:setpriv
sh      setpriv --bounding-set -all --inh-caps -all "$SONDE" --mode codegen -e 'begin { printf("never\n"); }'; echo $?
        "$SONDE" --mode codegen -e 'begin { nothing(); }' 2>/dev/null; echo $?; "$SONDE" --mode codegen -d object -e 'begin { }' 2>&1 | grep -c '^program begin_0: '
        "$SONDE" --mode codegen --mode compiler-bench -e 'begin {}'; echo $?
expect
        0
        1
        1
        1
stderr
        sonde: error: options '--mode codegen' and '--mode compiler-bench' cannot be combined: a run is one or the other
---
name    Z23: --mode compiler-bench has a row for each pass that -d knows, in the form of --bench, and one for all of them
sh      "$SONDE" --mode compiler-bench -e 'begin { @ = count(); }' > table; sed -n 1p table; tail -n +3 table | sed -E 's/ +[1-9][0-9]* +([3-9]|[1-9][0-9]+)$/: time, three times or more/'
expect
        Benchmark                                Time(ns)       Iterations
        parse: time, three times or more
        config: time, three times or more
        import: time, three times or more
        expand: time, three times or more
        resolve: time, three times or more
        check: time, three times or more
        fold: time, three times or more
        layout: time, three times or more
        lower: time, three times or more
        object: time, three times or more
        image: time, three times or more
        all passes: time, three times or more
stderr
---
name    Z23: --mode compiler-bench in JSON: the passes add up to the last record; to a file with -o
needs   tool:jq
sh      "$SONDE" --mode compiler-bench -f json -o out -e 'begin { @ = count(); }'; jq -s '[.[].data[].average] | (.[:-1] | add) as $sum | length, (.[-1] - $sum | fabs < 12)' out
        jq -s 'map(.type) | unique[]' out
expect
        12
        true
        "benchmark_result"
stderr
---
name    Z23: --mode compiler-bench in formats without a place for it; a warning is said once; a mistake ends it
sh      "$SONDE" --mode compiler-bench -f csv -e 'begin { return; @ = 1; }' 2>err; grep -c '^all passes' err; grep -c warning: err; "$SONDE" --mode compiler-bench -e 'begin { $x = ; }' 2>/dev/null; echo $?
expect
        1
        1
        1
stderr
