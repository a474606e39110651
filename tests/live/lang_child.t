name    cpid is the process of -c
prog    tracepoint:raw_syscalls:sys_enter /pid == cpid && comm == "calls" && args.id == 110/ { @ = count(); }
args    -q -o file -c "$TESTBIN/calls getppid 777"
after   printf '\n\n@: 777\n' | cmp - file
---
name    without -c there is no cpid
prog    begin { print((cpid, has_cpid)); }
expect  (0, false)
