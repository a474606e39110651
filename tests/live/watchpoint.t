name    P36 watchpoint: each write of a variable, by all threads, once; runs of an instruction
needs   root
sh      sh $TESTDATA/watch.sh 'watchpoint:$1:8:w { @w[probetype] = count(); @address[ctx.addr - $1] = count(); } w:$2:8:x { @x = count(); @first[reg("ip") == $2, reg("di")] = count(); }' 4 7 | grep .
expect  @address[0]: 4
        @first[true, 0]: 2
        @first[true, 1]: 2
        @w[watchpoint]: 4
        @x: 4
---
name    P36 watchpoint: reads as well as writes
needs   root
sh      sh $TESTDATA/watch.sh 'watchpoint:$1:8:wr { @ = count(); }' 4 7 | grep .
expect  @: 11
---
name    P36 watchpoint: several that lie over each other
# QEMU reports one of them
needs   root full-speed
sh      sh $TESTDATA/watch.sh 'watchpoint:$1:1:w { @b1 = count(); } watchpoint:$1:2:w { @b2 = count(); } watchpoint:$1:4:rw { @b4 = count(); } watchpoint:$1:8:w { @b8 = count(); }' 20 6 | grep .
expect  @b1: 20
        @b2: 20
        @b4: 26
        @b8: 20
---
name    P36 watchpoint: the kernel's memory, here and by whoever writes it
needs   root btf iter
sh      sh $TESTDATA/watch.sh 'watchpoint:$3:4:w { @[comm] = count(); }' 20 0 40 | grep .
expect  @[watched]: 40
---
name    P36 watchpoint: functions of the kernel, where the kernel lets them be watched
needs   root kprobe
sh      address=0x$(sed -n 's/ . __[a-z0-9]*_sys_getppid$//p' /proc/kallsyms)
        $SONDE -q -e 'watchpoint:$1:8:x /comm == "calls"/ { @[ksym(reg("ip"))] = count(); }' -c "$TESTBIN/calls getppid 300" $address | grep .
expect-re ^@\[__[a-z0-9]*_sys_getppid\]: 300$
---
name    P36 watchpoint: with -c, where the command loads without chance
needs   root
sh      read -r pid variable step <<here
        $(echo | setarch -R $TESTBIN/watched 0 0)
        here
        echo >in; $SONDE -q --no-warnings -e 'watchpoint:$1:8:w /comm == "watched" && !(reg("ip") >> 63)/ { @ = count(); }' -c "setarch -R $TESTBIN/watched 30 5" $variable <in | grep @
expect  @: 30
---
name    P36 watchpoint: more than the processor has registers for
needs   root
sh      sh $TESTDATA/watch.sh 'watchpoint:$1:8:w, w:$1:4:w, w:$1:2:w, w:$1:1:w, w:$2:8:x { @ = count(); }' 2 0 2>&1 | grep -v doctor | sed -n '1p;$p'
expect-re ^<arg>:1:50: error: probe 'watchpoint:[0-9]*:8:x': cannot attach: every debug register of the processor that could watch this is taken$
expect-re ^    hint: x86-64 has four of them for a thread, which debuggers use too: watch less at a time$
---
name    P36 watchpoint: an address of a process needs a process
needs   root
prog    watchpoint:0x1000:8:w { }
args    --no-warnings
exit    2
stderr  <arg>:1:1: error: probe 'watchpoint:4096:8:w': cannot attach: the address is one of a process, and no process is named
            watchpoint:0x1000:8:w { }
            ^~~~~~~~~~~~~~~~~~~~~
            hint: name it: -p PID, or -c COMMAND, without --follow
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
