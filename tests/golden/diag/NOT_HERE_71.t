prog    tracepoint:sched:sched_switch { print(ctx); } end { print(ctx.x); }
expect  <arg>:1:39: error: 'ctx' is not available in tracepoint probes
            tracepoint:sched:sched_switch { print(ctx); } end { print(ctx.x); }
                                                  ^~~
            hint: use args: 'sonde -lv' lists its fields
        <arg>:1:59: error: 'ctx' is not available in end probes
            tracepoint:sched:sched_switch { print(ctx); } end { print(ctx.x); }
                                                                      ^~~
            hint: it is carried by kprobe, uprobe, profile, interval, software and iter probes
