# tests/live/warnings.t - run-time warnings: of -k, of divisions and indices; at most one a place and second; as records.
name    -k tells of reads that failed, with the helper and what it returned; the value is zero
needs   root
sh      $SONDE -k -q -o data -e 'begin { print(*(uint32 *)8); exit(); }' 2>err; cat data; sed 's/returned .*/returned/' err; grep -c 'returned -[1-9][0-9]* ([A-Z]' err
expect
        0
        <arg>:1:15: warning: this memory cannot be read: it is taken as zero
            begin { print(*(uint32 *)8); exit(); }
                          ^~~~~~~~~~~~
            note: the kernel's helper probe_read_kernel returned
        1
---
name    user memory: a number of the error as the C library has it
needs   root
sh      $SONDE -k -q -o data -e 'tracepoint:syscalls:sys_enter_write /pid == cpid/ { printf("[%s]\n", str(uptr(1))); exit(); }' -c 'echo x' 2>&1 >/dev/null | grep note; cat data
expect
            note: the kernel's helper probe_read_user_str returned -14 (Bad address)
        []
---
name    keys that are not there: read, and deleted for nothing; has_key and a delete whose answer is used ask on purpose
sh      $SONDE -k -q -e 'begin { @a[1] = 1; delete(@a, 1); print(@a[5]); print(has_key(@a, 6)); print(delete(@a, 7)); delete(@a, 8); delete(@a[9]); @a[10]++; exit(); }'
expect
        0
        false
        false


        @a[10]: 1
stderr
        <arg>:1:41: warning: there is no such key in '@a': its value is taken as zero
            begin { @a[1] = 1; delete(@a, 1); print(@a[5]); print(has_key(@a, 6)); print(delete(@a, 7)); delete(@a, 8); delete(@a[9]); @a[10]++; exit(); }
                                                    ^~~~~
            note: the kernel's helper map_lookup_elem returned 0
        <arg>:1:94: warning: there is no such key in '@a': nothing is deleted
            begin { @a[1] = 1; delete(@a, 1); print(@a[5]); print(has_key(@a, 6)); print(delete(@a, 7)); delete(@a, 8); delete(@a[9]); @a[10]++; exit(); }
                                                                                                         ^~~~~~~~~~~~~
            note: the kernel's helper map_delete_elem returned -2 (No such file or directory)
        <arg>:1:109: warning: there is no such key in '@a': nothing is deleted
            begin { @a[1] = 1; delete(@a, 1); print(@a[5]); print(has_key(@a, 6)); print(delete(@a, 7)); delete(@a, 8); delete(@a[9]); @a[10]++; exit(); }
                                                                                                                        ^~~~~~~~~~~~~
            note: the kernel's helper map_delete_elem returned -2 (No such file or directory)
---
name    a missing key of an aggregation, and one that is there
sh      $SONDE -k -q -e 'begin { @c[1] = count(); print(@c[1] + 0); print(@c[2] + 0); self.x += 1; print(self.x); exit(); }'
expect
        1
        0
        1


        @c[1]: 1
stderr
        <arg>:1:50: warning: there is no such key in '@c': its value is taken as zero
            begin { @c[1] = count(); print(@c[1] + 0); print(@c[2] + 0); self.x += 1; print(self.x); exit(); }
                                                             ^~~~~
            note: the kernel's helper map_lookup_elem returned 0
---
name    without -k none of it
sh      $SONDE -q -e 'begin { @a[1] = 1; print(@a[5] + *(uint32 *)8); delete(@a[9]); delete(@a[1]); exit(); }' 2>&1
expect  0
---
name    -k as records
sh      $SONDE -k -q -f json -e 'tracepoint:syscalls:sys_enter_write /pid == cpid/ { @a[1] = 1; print(str(uptr(1))); print(@a[5]); delete(@a[6]); print(10 / @a[7]); exit(); }' -c 'echo x' | grep error
expect
        {"type": "helper_error", "msg": "Bad address", "helper": "probe_read_user_str", "retcode": -14, "filename": "stdin", "line": 1, "col": 70}
        {"type": "helper_error", "msg": "there is no such key in '@a': its value is taken as zero", "helper": "map_lookup_elem", "retcode": 0, "filename": "stdin", "line": 1, "col": 91}
        {"type": "helper_error", "msg": "No such file or directory", "helper": "map_delete_elem", "retcode": -2, "filename": "stdin", "line": 1, "col": 99}
        {"type": "helper_error", "msg": "there is no such key in '@a': its value is taken as zero", "helper": "map_lookup_elem", "retcode": 0, "filename": "stdin", "line": 1, "col": 125}
        {"type": "runtime_error", "msg": "division by zero: the result is taken as 1", "filename": "stdin", "line": 1, "col": 120}
---
name    division by zero and an index out of bounds warn without -k, and not with --no-warnings
needs   root
sh      for o in -q --no-warnings; do $SONDE -q $o -e 'struct s { uint8 a[4]; } begin { $z = @none[1]; print(7 / $z); print(7 % $z); $s = (struct s *)0; print($s->a[$z + 4]); @none[2] = 1; delete(@none[2]); exit(); }' 2>&1 | grep -v '^ '; done
expect-re ^1$
expect-re ^1$
expect-re ^0$
---
name    at most one a place and second
sh      $SONDE -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = sum(1 / (pid - pid)); }' -c "$TESTBIN/calls getppid 20000" 2>&1 | grep -c warning: | grep -c '^[12]$'
expect  1
---
name    -k and --no-warnings contradict each other
sh      $SONDE -k --no-warnings -e 'begin { }'
exit    1
stderr  sonde: error: options '-k' and '--no-warnings' cannot be combined
