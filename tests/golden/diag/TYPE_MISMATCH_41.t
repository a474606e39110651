prog    begin { @a[kstack] = 1; @a[kstack(3)] = 1; @b[kstack(perf)] = 1; @b[kstack(raw)] = 1; @c = ksym(1); @c = 1; }
expect  <arg>:1:69: error: the key of '@b' is kstack_t(perf), not kstack_t(raw)
            begin { @a[kstack] = 1; @a[kstack(3)] = 1; @b[kstack(perf)] = 1; @b[kstack(raw)] = 1; @c = ksym(1); @c = 1; }
                                                                                ^~~~~~~~~~~
        <arg>:1:47: note: it is kstack_t(perf) here
            begin { @a[kstack] = 1; @a[kstack(3)] = 1; @b[kstack(perf)] = 1; @b[kstack(raw)] = 1; @c = ksym(1); @c = 1; }
                                                          ^~~~~~~~~~~~
        <arg>:1:106: error: '@c' is ksym_t, not int64
            begin { @a[kstack] = 1; @a[kstack(3)] = 1; @b[kstack(perf)] = 1; @b[kstack(raw)] = 1; @c = ksym(1); @c = 1; }
                                                                                                                     ^
        <arg>:1:92: note: it is ksym_t here
            begin { @a[kstack] = 1; @a[kstack(3)] = 1; @b[kstack(perf)] = 1; @b[kstack(raw)] = 1; @c = ksym(1); @c = 1; }
                                                                                                       ^~~~~~~
