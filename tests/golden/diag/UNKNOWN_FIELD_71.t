prog    iter:task { print(ctx.tsk); print(ctx.meta.sq); }
expect  <arg>:1:23: error: 'tsk' is no field of 'struct bpf_iter__task'
            iter:task { print(ctx.tsk); print(ctx.meta.sq); }
                                  ^~~
            hint: did you mean 'task'?
        <arg>:1:44: error: 'sq' is no field of 'struct bpf_iter_meta'
            iter:task { print(ctx.tsk); print(ctx.meta.sq); }
                                                       ^~
            hint: did you mean 'seq'?
