prog    profile:hz:9, uprobe:/bin/bash:main { print(ctx.ip); }
expect  <arg>:1:45: error: 'ctx' is a struct bpf_perf_event_data * in one probe of the body and a struct pt_regs * in another
            profile:hz:9, uprobe:/bin/bash:main { print(ctx.ip); }
                                                        ^~~
            hint: write a body for each
