prog    kprobe:0xffffffff81000000 { }
expect  <arg>:1:1: error: 'kprobe:0xffffffff81000000' puts a probe wherever the address is, which is not allowed
            kprobe:0xffffffff81000000 { }
            ^~~~~~~~~~~~~~~~~~~~~~~~~
            hint: allow it with --unsafe
