# tests/live/badkernel_lockdown.t - a kernel that is locked down in confidentiality mode, as tests/vm/check leaves its guests at the end.
name    locked down: memory of the kernel
needs   root lockdown
before  $TESTBIN/bpf_left >left
sh      $SONDE -e 'tracepoint:syscalls:sys_enter_getppid { @ = count(); } begin { print(curtask.comm); }'
exit    2
stderr-re error: probe 'begin': the kernel refused the program here: the kernel is locked down in confidentiality mode, and this reads its memory \(
stderr-re hint: boot without lockdown=confidentiality, or read only arguments and results that are numbers$
after   $TESTBIN/bpf_left $(cat left)
---
name    locked down: a breakpoint in the kernel
needs   root lockdown kprobe
before  $TESTBIN/bpf_left >left
sh      SONDE_ATTACH_BY=kprobe $SONDE -e 'kprobe:__x64_sys_getppid { @ = count(); }'
exit    2
stderr-re error: probe 'kprobe:__x64_sys_getppid': cannot attach: not permitted$
stderr-re hint: .*on a kernel that is not locked down$
after   $TESTBIN/bpf_left $(cat left)
---
name    locked down: functions are still counted where the kernel offers a cheaper way
needs   root lockdown kprobe btf
sh      $SONDE -e 'fentry:__x64_sys_getppid /comm == "calls"/ { @ = count(); }' -c "$TESTBIN/calls getppid 300"
expect-re ^@: 300$
---
name    locked down: arguments that are numbers
needs   root lockdown
sh      $SONDE -e 'tracepoint:raw_syscalls:sys_enter /comm == "calls" && args.id == 110/ { @[args.id] = count(); }' -c "$TESTBIN/calls getppid 300"
expect-re ^@\[110\]: 300$
---
name    locked down: H14: the doctor says so, and that programs run all the same
needs   root lockdown
sh      $SONDE doctor > out; echo "exit $?"; grep -A1 '^lockdown' out
expect  exit 0
        lockdown             limited  confidentiality: programs may not read the kernel's memory, only arguments and results that are numbers
                                      fix: boot with lockdown=integrity or without it; Secure Boot may be what asks for it
