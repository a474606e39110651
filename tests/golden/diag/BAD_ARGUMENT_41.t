prog    begin { print(kstack(pref)); print(kstack(3, 4)); print(kstack("perf")); print(ksym("schedule")); }
expect  <arg>:1:22: error: kstack() does not know this word
            begin { print(kstack(pref)); print(kstack(3, 4)); print(kstack("perf")); print(ksym("schedule")); }
                                 ^~~~
            hint: use one of: bpftrace, perf, raw
        <arg>:1:43: error: kstack() takes the limit behind the mode
            begin { print(kstack(pref)); print(kstack(3, 4)); print(kstack("perf")); print(ksym("schedule")); }
                                                      ^
            hint: write kstack(perf, 3)
        <arg>:1:64: error: kstack() takes a bare word or an integer literal as 'mode', not a string
            begin { print(kstack(pref)); print(kstack(3, 4)); print(kstack("perf")); print(ksym("schedule")); }
                                                                           ^~~~~~
        <arg>:1:85: error: ksym() takes a pointer as 'address', not string[9]
            begin { print(kstack(pref)); print(kstack(3, 4)); print(kstack("perf")); print(ksym("schedule")); }
                                                                                                ^~~~~~~~~~
