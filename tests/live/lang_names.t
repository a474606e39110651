# tests/live/lang_names.t - relatives of the current task, users, functions of processes.
name    parent and leader of the current task, as the shell knows them
needs   root btf tracepoint:syscalls:sys_enter_getppid
sh      sh -c '$SONDE -q -e "tracepoint:syscalls:sys_enter_getppid /comm == \"calls\"/ { printf(\"%d %s %s %d %d %s %s\n\", ppid == cpid, pcomm, leader_comm, leader_tid == tid, ppid(curtask) == ppid, pcomm(curtask), leader_comm(curtask.real_parent)); exit(); }" -c "sh -c \"$TESTBIN/calls getppid 3 >/dev/null; true\""'
expect  1 sh calls 1 1 sh sh
---
name    threads other than the first have a leader
needs   root btf tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @[leader_tid == pid, leader_comm] = count(); @other[tid != leader_tid] = count(); }
args    -c "sh -c 'exec $TESTBIN/calls -t 2 getppid 100 >/dev/null'"
expect-re ^@\[true, calls\]: 200$
---
name    username
needs   root
prog    begin { print(username); @[username] = 1; }
expect  root


        @[root]: 1
---
name    a user without a name
needs   root tool:setpriv tracepoint:syscalls:sys_enter_getppid
prog    tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { printf("%s %s\n", username, uid == 12345 ? "right" : "wrong"); exit(); }
run     chmod 755 .; cp $TESTBIN/calls calls && setpriv --reuid 12345 --regid 54321 --clear-groups ./calls getppid 1
expect  12345 right
---
name    usym: the function of a library in a process that runs
needs   root tool:python3 full-speed
prog    uprobe:libc:getppid /comm == "python3"/ { printf("%s %s\n", usym(reg("ip")), usym(16)); exit(); }
run     mkfifo gate; python3 -c 'import os; os.getppid(); os.read(0, 1)' <gate & exec 8>gate; until [ -s $OUT ]; do sleep 0.01; done; exec 8>&-; wait
expect  getppid 0x10
---
name    usym: a process that is gone has names, if it was not there before
needs   root tool:python3 full-speed
prog    uprobe:libc:getppid /comm == "python3"/ { @[usym(reg("ip"))] = count(); }
run     python3 -c 'import os; os.getppid()'
expect-re ^@\[getppid\]: 1$
---
name    usym: when nothing is kept, a process that is gone leaves the address, and it is counted
needs   root tool:python3 full-speed
env     SONDE_CACHE_USER_SYMBOLS=NONE
prog    uprobe:libc:getppid /comm == "python3"/ { @[usym(reg("ip"))] = count(); }
run     python3 -c 'import os; os.getppid()'
expect-re ^@\[0x[0-9a-f]+\]: 1$
stderr-re ^Incomplete: unresolved_symbols 1$
---
name    func: the function of a process that is probed
needs   root tool:python3 full-speed
prog    uprobe:libc:getppid,uprobe:libc:getpgid /comm == "python3"/ { printf("%s\n", func); @[func] = count(); }
run     mkfifo gate; python3 -c 'import os; os.getppid(); os.getpgid(0); os.getppid(); os.read(0, 1)' <gate & exec 8>gate; until [ $(wc -l <$OUT) = 3 ]; do sleep 0.01; done; exec 8>&-; wait
expect-re ^getppid$
expect-re ^_?_?getpgid$
expect-re ^getppid$
