# tests/live/percpu.t - variables that the kernel has one copy of for each CPU, against what it says of its CPUs elsewhere.
name    the copy of this CPU: a struct, its fields, a pointer in it
needs   root btf variables
prog    begin { $rq = percpu_kaddr("runqueues"); printf("%d %d %d\n", $rq.cpu == cpu, $rq.curr == curtask, $rq.curr.tgid == pid); }
expect  1 1 1
---
name    the copies of CPUs by number; this one's is the same without
needs   root btf variables
prog    begin { printf("%d %d %d %d\n", percpu_kaddr("runqueues", 0).cpu, percpu_kaddr("runqueues", ncpus - 1).cpu == ncpus - 1,
        	percpu_kaddr("runqueues", cpu) == percpu_kaddr("runqueues"), percpu_kaddr("runqueues", 0) == percpu_kaddr("runqueues", 1)); }
expect  0 1 1 0
---
name    pointers: the idle task of every CPU
needs   root btf variables
prog    begin { printf("%s %s %d\n", (*percpu_kaddr("idle_threads", 0)).comm, (*percpu_kaddr("idle_threads", ncpus - 1)).comm, (*percpu_kaddr("idle_threads", 0)).tgid); }
after   [ "$(cat $OUT)" = "swapper/0 swapper/$(($(getconf _NPROCESSORS_CONF) - 1)) 0" ]
---
name    integers: the number that a CPU is known by to its interrupts
needs   root btf variables
prog    begin { printf("%d\n", *percpu_kaddr("x86_cpu_to_apicid", ncpus - 1)); }
after   [ "$(cat $OUT)" = "$(awk '/^apicid/ { id = $3 } END { print id }' /proc/cpuinfo)" ]
---
name    arrays: packets that a CPU has processed, and ticks of time
needs   root btf variables
sh      told() { echo $((0x$(awk 'NR == 1 { print $1 }' /proc/net/softnet_stat))) $(awk '$1 == "cpu0" { print $3 }' /proc/stat); }
        set -- $(told) $($SONDE -q -e 'begin { printf("%d %d\n", percpu_kaddr("softnet_data", 0).processed, percpu_kaddr("kernel_cpustat", 0).cpustat[CPUTIME_NICE] / 10000000); }') $(told)
        [ $1 -le $3 ] && [ $3 -le $5 ] && [ $2 -le $4 ] && [ $4 -le $6 ] && echo between
expect  between
---
name    no such CPU: null, and nothing behind it
needs   root btf variables
prog    begin { $n = 1 << 32; printf("%p %p %p %p %d\n", percpu_kaddr("runqueues", 5000), percpu_kaddr("runqueues", -1), percpu_kaddr("runqueues", ncpus),
        	percpu_kaddr("runqueues", $n), percpu_kaddr("runqueues", 5000).nr_running); }
expect  0x0 0x0 0x0 0x0 0
---
name    kept in variables and maps, in a probe that interrupts
needs   root btf variables
prog    profile:hz:99 { @rq[cpu] = percpu_kaddr("runqueues"); $p = @rq[cpu]; @[$p.cpu == cpu, $p.curr == curtask] = 1; }
        interval:ms:600 { clear(@rq); exit(); }
args    -c "sh -c 'while :; do :; done'"
expect-re ^@\[true, true\]: 1$
reject-re false
---
name    a kernel that does not know where its variables lie says so
needs   root btf no-variables
prog    begin { print(percpu_kaddr("runqueues", 0).cpu); }
exit    2
stderr-re ^<arg>:1:1: error: probe 'begin': the kernel refused the program here: this kernel does not keep the addresses of its variables \(.*'runqueues'\.\)$
