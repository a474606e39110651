# tests/live/gdb.t - stacks as gdb sees them: every frame's address, symbol and offset, of programs that wait in a system call.
name    a program with frame pointers, by them
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -o blocked $TESTDATA/gdb/blocked.c && LEAST=5 $TESTDATA/gdb/compare ustack "0 0x0 " ./blocked 3
expect  the same
---
name    a program with frame pointers, deep, by them
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -o blocked $TESTDATA/gdb/blocked.c && LEAST=100 $TESTDATA/gdb/compare ustack "0 0x0 " ./blocked 100
expect  the same
---
name    a program with frame pointers, by its tables
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -o blocked $TESTDATA/gdb/blocked.c && $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked 3
expect  the same
---
name    a program without frame pointers
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fomit-frame-pointer -o blocked $TESTDATA/gdb/blocked.c && $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked 3
expect  the same
---
name    a program without frame pointers, deep
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fomit-frame-pointer -o blocked $TESTDATA/gdb/blocked.c && LEAST=100 $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked 100
expect  the same
---
name    frames of sizes that nobody knew before
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fomit-frame-pointer -o blocked $TESTDATA/gdb/blocked.c && LEAST=20 $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked wide
expect  the same
---
name    a callback of libc
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fomit-frame-pointer -o blocked $TESTDATA/gdb/blocked.c && LEAST=5 $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked callback
expect  the same
---
name    a signal handler
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -fomit-frame-pointer -o blocked $TESTDATA/gdb/blocked.c && LEAST=8 $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked handler
expect  the same
---
name    a program that was not optimised, with debug information
needs   root full-speed tool:gdb tool:cc
sh      cc -O0 -g -o blocked $TESTDATA/gdb/blocked.c && LEAST=12 $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked 10
expect  the same
---
name    a program with debug information, whose functions were put into each other
needs   root full-speed tool:gdb tool:cc
sh      cc -O3 -g -o blocked $TESTDATA/gdb/blocked.c && $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked 10
expect  the same
---
name    a program that is linked statically and not moved
needs   root full-speed tool:gdb tool:cc
sh      cc -O2 -static -no-pie -o blocked $TESTDATA/gdb/blocked.c && $TESTDATA/gdb/compare dw_ustack "0 0x0 " ./blocked 5
expect  the same
---
name    sleep
needs   root full-speed tool:gdb
sh      $TESTDATA/gdb/compare dw_ustack "230 " sleep 1000
expect  the same
---
name    cat
needs   root full-speed tool:gdb
sh      $TESTDATA/gdb/compare dw_ustack "0 0x0 " cat
expect  the same
---
name    tail, which follows a file
needs   root full-speed tool:gdb
sh      $TESTDATA/gdb/compare dw_ustack "\(7\|0\|23\|271\) " tail -f /etc/hostname
expect  the same
---
name    sh, which reads a line
needs   root full-speed tool:gdb
sh      $TESTDATA/gdb/compare dw_ustack "0 0x0 " sh -c 'read line; :'
expect  the same
---
name    bash, which reads a line
needs   root full-speed tool:gdb tool:bash
sh      LEAST=8 $TESTDATA/gdb/compare dw_ustack "0 0x0 " bash --norc -c 'read line; :'
expect  the same
---
name    bash, which waits for a child
needs   root full-speed tool:gdb tool:bash
sh      LEAST=8 $TESTDATA/gdb/compare dw_ustack "61 " bash --norc -c 'sleep 1000; :'
expect  the same
---
name    sort
needs   root full-speed tool:gdb
sh      $TESTDATA/gdb/compare dw_ustack "0 0x0 " sort
expect  the same
---
name    perl
needs   root full-speed tool:gdb tool:perl
sh      LEAST=5 $TESTDATA/gdb/compare dw_ustack "0 0x0 " perl -e 'sysread(STDIN, $x, 1)'
expect  the same
---
name    python3
needs   root full-speed tool:gdb tool:python3
sh      LEAST=10 $TESTDATA/gdb/compare dw_ustack "0 0x0 " python3 -c 'import sys; sys.stdin.read(1)'
expect  the same
---
name    git
needs   root full-speed tool:gdb tool:git
sh      $TESTDATA/gdb/compare dw_ustack "0 0x0 " git hash-object --stdin
expect  the same
---
name    node
needs   root full-speed tool:gdb tool:node
sh      LEAST=6 $TESTDATA/gdb/compare dw_ustack "\\(232\\|281\\) " node -e 'setTimeout(() => 0, 1000000)'
expect  the same
