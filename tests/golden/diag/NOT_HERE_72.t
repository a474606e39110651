prog    profile:hz:9 { $c = ctx; print($c.addr); } interval:s:1 { print(ctx); }
expect  <arg>:1:21: error: 'ctx' is no value in profile probes: the kernel shows its fields only
            profile:hz:9 { $c = ctx; print($c.addr); } interval:s:1 { print(ctx); }
                                ^~~
            hint: use its fields: ctx.regs.ip
        <arg>:1:65: error: 'ctx' is no value in interval probes: the kernel shows its fields only
            profile:hz:9 { $c = ctx; print($c.addr); } interval:s:1 { print(ctx); }
                                                                            ^~~
            hint: use its fields: ctx.regs.ip
