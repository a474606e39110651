prog    begin { if (kstack) { } print(ksym(1) + 1); print(kstack == kstack(raw, 3)); print(ksym(1) < ksym(2)); print(ksym(1) == ksym(2)); }
expect  <arg>:1:13: error: a condition is an integer, a bool or a pointer, not kstack_t
            begin { if (kstack) { } print(ksym(1) + 1); print(kstack == kstack(raw, 3)); print(ksym(1) < ksym(2)); print(ksym(1) == ksym(2)); }
                        ^~~~~~
        <arg>:1:31: error: '+' needs integers, not ksym_t
            begin { if (kstack) { } print(ksym(1) + 1); print(kstack == kstack(raw, 3)); print(ksym(1) < ksym(2)); print(ksym(1) == ksym(2)); }
                                          ^~~~~~~~~~~
        <arg>:1:51: error: '==' cannot compare kstack_t with kstack_t(raw)
            begin { if (kstack) { } print(ksym(1) + 1); print(kstack == kstack(raw, 3)); print(ksym(1) < ksym(2)); print(ksym(1) == ksym(2)); }
                                                              ^~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:84: error: '<' cannot compare ksym_t with ksym_t
            begin { if (kstack) { } print(ksym(1) + 1); print(kstack == kstack(raw, 3)); print(ksym(1) < ksym(2)); print(ksym(1) == ksym(2)); }
                                                                                               ^~~~~~~~~~~~~~~~~
