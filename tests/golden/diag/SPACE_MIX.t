# What is not warned of: numbers, values whose space is said, pointers of one space, places that hold none.
prog    uprobe:libc:puts { @w = arg0; @q = (struct task_struct *)arg2; @n[tid] = (int32)arg0; @k = uptr(arg1); }
        rawtracepoint:sched_switch {
        	@w = arg1;
        	print(curtask == @q);
        	@q = uptr(args.next);
        	@n[tid] = (int32)arg1;
        	@k = uptr(arg1);
        	$x = @q ?: curtask;
        	$y = args.prev;
        	$y = curtask;
        	$y = $x + 1;
        	if (arg1 == @w + 1 || @w) { print(curtask.mm == args.prev.mm); }
        }
        tracepoint:syscalls:sys_enter_openat {
        	let $f = args.filename;
        	$f = (char *)curtask;
        	print($f + args.dfd);
        }
exit    0
expect  <arg>:3:7: warning: '@w' holds pointers into the process's memory and, from here, into the kernel's memory
                @w = arg1;
                     ^~~~
        <arg>:1:25: note: it begins here
            uprobe:libc:puts { @w = arg0; @q = (struct task_struct *)arg2; @n[tid] = (int32)arg0; @k = uptr(arg1); }
                                    ^~~~
            hint: kptr() and uptr() say where a pointer points
        <arg>:4:8: warning: '==' mixes a pointer into the kernel's memory with one into the process's memory
                print(curtask == @q);
                      ^~~~~~~~~~~~~
            hint: kptr() and uptr() say where a pointer points
        <arg>:8:7: warning: '?:' mixes a pointer into the process's memory with one into the kernel's memory
                $x = @q ?: curtask;
                     ^~~~~~~~~~~~~
            hint: kptr() and uptr() say where a pointer points
        <arg>:11:7: warning: '$y' holds pointers into the kernel's memory and, from here, into the process's memory
                $y = $x + 1;
                     ^~~~~~
        <arg>:9:7: note: it begins here
                $y = args.prev;
                     ^~~~~~~~~
            hint: kptr() and uptr() say where a pointer points
        <arg>:16:7: warning: '$f' holds pointers into the process's memory and, from here, into the kernel's memory
                $f = (char *)curtask;
                     ^~~~~~~~~~~~~~~
        <arg>:15:11: note: it begins here
                let $f = args.filename;
                         ^~~~~~~~~~~~~
            hint: kptr() and uptr() say where a pointer points
