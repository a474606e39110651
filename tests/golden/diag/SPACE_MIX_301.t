prog    fn task() : struct task_struct * { return curtask; } tracepoint:syscalls:sys_enter_openat { @u[1] = args.filename; $q = (char *)task(); find(@u, 1, $q); print($q); }
exit    0
expect  <arg>:1:137: warning: '$q' holds pointers into the kernel's memory and, from here, into the process's memory
            fn task() : struct task_struct * { return curtask; } tracepoint:syscalls:sys_enter_openat { @u[1] = args.filename; $q = (char *)task(); find(@u, 1, $q); print($q); }
                                                                                                                                                    ^~~~~~~~~~~~~~~
        <arg>:1:121: note: it begins here
            fn task() : struct task_struct * { return curtask; } tracepoint:syscalls:sys_enter_openat { @u[1] = args.filename; $q = (char *)task(); find(@u, 1, $q); print($q); }
                                                                                                                                    ^~~~~~~~~~~~~~
            hint: kptr() and uptr() say where a pointer points
