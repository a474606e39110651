# tests/live/spec_03_types.t - the rows of chapter 3 of the language: types.
name    T7: tuples: any length, elements by .N and by a constant in brackets, natural alignment
prog    begin { $t = (1, "two", (3, true)); $e = (); $o = (7,);
        	print($t); print($e); print($o); print(($t.0, $t[1], $t.2.0, $t[2][1], $o[1 - 1]));
        	printf("%d %d %d\n", sizeof(((uint8)1, (uint32)2, (uint8)3)), sizeof(((uint8)1, (uint64)2)), sizeof(((uint8)1, (uint16)2, (uint8)3)));
        	@v = $t; @k[$t] = 1; @k[1, "two", (3, true)] += 1; @e[()] = 5; }
expect  (1, two, (3, true))
        ()
        (7)
        (1, two, 3, true, 7)
        12 16 6
        
        
        @e[]: 5
        @k[1, two, (3, true)]: 2
        @v: (1, two, (3, true))
---
name    T7: tuples cannot be changed in place, and have no element beyond the last
sh      $SONDE -e 'begin { $t = (1, 2); $t.0 = 3; }'; $SONDE -e 'begin { $t = (1, 2); print($t.2); print($t[2]); $i = 1; print($t[$i]); }'
exit    1
stderr-re <arg>:1:22: error: a field cannot be changed
stderr-re <arg>:1:28: error: .int64,int64. has no element 2
stderr-re <arg>:1:44: error: .int64,int64. has no element 2
stderr-re <arg>:1:66: error: the index of a tuple is a literal
---
name    T8: records: fields by name, in the order in which the type first saw them, joined over all assignments
needs   root
prog    begin { $r = (x=1, y="ab"); $r = (y="longer text", x=70000); print($r);
        	$n = (pid=5, if=(end=2, args="q")); print(($r.x, $r.y, $n.pid, $n.if.args));
        	@v = $r; @v = (x=-1, y=""); @k[$r] = 1; @k[(y="longer text", x=70000)] += 1; }
expect  { .x = 70000, .y = longer text }
        (70000, longer text, 5, q)
        
        
        @k[{ .x = 70000, .y = longer text }]: 2
        @v: { .x = -1, .y =  }
---
name    T8: values of a record are evaluated in written order
prog    begin { @n = 0; $r = (a=0, b=0); $r = (b=++@n, a=++@n); print($r); clear(@n); }
expect  { .a = 2, .b = 1 }
---
name    T8: a record in JSON is an object; as a key its text
sh      $SONDE -q -f json -e 'begin { print((m=2, n="x")); @v = (a=1, b=(c=true)); @k[1, (k="t")] = 5; }' | grep -v summary
expect  {"type": "value", "data": {"m": 2, "n": "x"}}
        {"type": "map", "data": {"@k": {"1,{ .k = t }": 5}}}
        {"type": "map", "data": {"@v": {"a": 1, "b": {"c": true}}}}
---
name    T8: a name twice, a comma at the end and a field that is not there are errors
sh      $SONDE -e 'begin { $r = (a=1, a=2); }'; $SONDE -e 'begin { $r = (a=1,); }'; $SONDE -e 'begin { $r = (a=1, b=2); print($r.c); }'; $SONDE -e 'begin { $r = (a=1, b=2); $r = (a=1); }'
exit    1
stderr-re <arg>:1:20: error: the record has two fields 'a'
stderr-re <arg>:1:19: error: expected the name of a field
stderr-re <arg>:1:35: error: 'c' is no field of '.a=int64,b=int64.'
stderr-re <arg>:1:31: error: '.r' is .a=int64,b=int64., not .a=int64.
---
name    T1: the base types, and the names of the kernel's and of C, have their sizes
prog    begin { print((sizeof(bool), sizeof(int8), sizeof(uint16), sizeof(int32), sizeof(uint64), sizeof(size_t), sizeof(u32), sizeof(char)));
        	print((sizeof(unsigned long), sizeof(long long int), sizeof(pid_t), sizeof(uint32_t), sizeof(short), sizeof(s8)));
        	let $a : int8 = -128; let $b : uint8 = 255; let $c : int16 = -32768; let $d : uint32 = 4294967295; let $e : int64 = -1;
        	let $f : uint64 = 18446744073709551615; let $g : bool = true; print(($a, $b, $c, $d, $e, $f, $g)); }
expect  (1, 1, 2, 4, 8, 8, 4, 1)
        (8, 8, 4, 4, 2, 1)
        (-128, 255, -32768, 4294967295, -1, 18446744073709551615, true)
---
name    T1: void has no size and no values; an unknown type is named
sh      $SONDE -e 'begin { print(sizeof(void)); let $v : void; let $w : uint23; }'
exit    1
stderr-re <arg>:1:22: error: void has no size
stderr-re <arg>:1:39: error: a variable cannot hold void
stderr-re <arg>:1:54: error: this kernel has no type 'uint23'
---
name    T2: strings, buffers and addresses with a capacity in bytes; a bare string has that of its first value and widens
prog    begin { let $s : string[16] = "abc"; let $b : buffer[16] = buf("abcd", 4); let $i : inet = ntop(16777343); let $o : string = "xy";
        	$o = "longer"; print(($s, $b, $i, $o)); print((sizeof(string[16]), sizeof($s), sizeof($o))); let $e : string[4]; print(($e,)); $e = "abc"; print($e); }
expect  (abc, abcd, 127.0.0.1, longer)
        (16, 16, 7)
        ()
        abc
---
name    T2: a bare string without a first value, and a literal that is too long, are errors
sh      $SONDE -e 'begin { let $q : string; let $t : string[2] = "ab"; $q = "a"; }'
exit    1
stderr-re <arg>:1:18: error: expected the capacity of '.q', which has no first value
stderr-re <arg>:1:47: error: the value does not fit into '.t', which is string.2.
---
name    T3: enums: a constant and a value of 64 bits remember their enum, an expression of them is a number
prog    enum color { RED = 1, GREEN, BLUE = -1 };
        begin { $c = RED; $d = (enum color)2; let $e : enum color = -1; $n = pid - pid + 77;
        	print(($c, $d, $e, GREEN, (enum color)$n)); print((RED + 1, $e < 0, RED == 1, sizeof(RED), sizeof($c), sizeof(enum color)));
        	printf("%s %d %s\n", $c, $c, $d); $f = RED; $f = 7; print($f); @c[GREEN] = BLUE; print((struct task_struct *)0 == 0); print(PIDTYPE_TGID); }
expect  (RED, GREEN, BLUE, GREEN, 77)
        (2, true, true, 8, 8, 4)
        RED 1 GREEN
        7
        true
        PIDTYPE_TGID
        
        
        @c[GREEN]: BLUE
---
name    T3 T26: a literal that is no member cannot be cast to an enum
sh      $SONDE -e 'enum color { RED = 1, GREEN } begin { print((enum color)7); let $e : enum color = 9; }'
exit    1
stderr-re <arg>:1:57: error: 7 is no value of 'enum color'
stderr-re hint: its values are RED, GREEN
stderr-re <arg>:1:83: error: the value does not fit into '.e', which is enum color
---
name    T4: pointers and arrays of any dimension, read left to right; [] counts by the operand
needs   root
prog    begin { $c = (uint8[2][2])(uint32)67305985; $i = pid - pid + 1; @a = $c; @k[$c] = 1; $d = @a;
        	print($c); print(($c[1], $c[1][0], $c[$i][$i], $c[0][$i], $d == $c)); print((uint16[])(uint32)65538); print((1, $c));
        	print((sizeof(uint8[4][3]), sizeof(struct task_struct *[3]), sizeof(uint32 **), sizeof(int64[2][3][4]))); }
expect  [[1,2],[3,4]]
        ([3,4], 3, 4, 2, true)
        [2,1]
        (1, [[1,2],[3,4]])
        (12, 24, 8, 192)
        
        
        @a: [[1,2],[3,4]]
        @k[[[1,2],[3,4]]]: 1
---
name    T5: print-only types are stored, are keys and parts of tuples and records, and are compared with their own kind
prog    begin { $i = ntop(16777343); $u = username; let $k : ksym_t = ksym(0); let $t : timestamp = strftime("%Y", 0); $p = cgroup_path(1);
        	@v = $i; @k[$u, $i] = 1; @r = (i=$i, n=buf("ab", 2)); print(($i == ntop(16777343), $i != ntop(33554559), $u == username, $k == ksym(0)));
        	print(@v); print(($i, @r.n)); $s = $i; $s = ntop(33554559); print($s); }
expect  (true, true, true, true)
        @v: 127.0.0.1
        (127.0.0.1, ab)
        127.0.0.2
        
        
        @k[root, 127.0.0.1]: 1
        @r: { .i = 127.0.0.1, .n = ab }
        @v: 127.0.0.1
---
name    T5: other operators and other kinds are refused, a stack of user space as one of the kernel too
sh      $SONDE -e 'begin { $i = ntop(1); print($i + 1); print($i < $i); print($i == 5); $j = $i; $j = username; let $u : ustack_t = kstack; print(ustack == kstack); }'
exit    1
stderr-re <arg>:1:29: error: '\+' needs integers, not inet
stderr-re <arg>:1:44: error: '<' cannot compare inet with inet
stderr-re <arg>:1:60: error: '==' cannot compare inet with int8
stderr-re <arg>:1:84: error: '.j' is inet, not username_t
stderr-re <arg>:1:114: error: '.u' is ustack_t, not kstack_t
stderr-re error: '==' cannot compare ustack_t with kstack_t
---
name    T6: aggregations have names as types, but no variable holds them
sh      $SONDE -e 'begin { let $c : count_t; let $u : usum_t; let $s : stats_t; @c = count(); let $h : hist; }'
exit    1
stderr-re <arg>:1:18: error: a variable cannot hold count_t
stderr-re <arg>:1:36: error: a variable cannot hold usum_t
stderr-re <arg>:1:53: error: a variable cannot hold stats_t
stderr-re <arg>:1:85: error: this kernel has no type 'hist'
---
name    T9: pointers know whose memory they lead into; the two that meet earn a warning, unless kptr() or uptr() says so
sh      $SONDE check -e 'tracepoint:syscalls:sys_enter_openat { $p = (uint8 *)args.filename; $q = (uint8 *)curtask; if ($p == $q) { print(1); } $p = $q; }'; \
        $SONDE check -e 'tracepoint:syscalls:sys_enter_openat { $p = (uint8 *)args.filename; $q = (uint8 *)curtask; if ($p == uptr($q)) { print(1); } $p = uptr($q); }'
stderr  <arg>:1:96: warning: '==' mixes a pointer into the process's memory with one into the kernel's memory
            tracepoint:syscalls:sys_enter_openat { $p = (uint8 *)args.filename; $q = (uint8 *)curtask; if ($p == $q) { print(1); } $p = $q; }
                                                                                                           ^~~~~~~~
            hint: kptr() and uptr() say where a pointer points
        <arg>:1:125: warning: '$p' holds pointers into the process's memory and, from here, into the kernel's memory
            tracepoint:syscalls:sys_enter_openat { $p = (uint8 *)args.filename; $q = (uint8 *)curtask; if ($p == $q) { print(1); } $p = $q; }
                                                                                                                                        ^~
        <arg>:1:45: note: it begins here
            tracepoint:syscalls:sys_enter_openat { $p = (uint8 *)args.filename; $q = (uint8 *)curtask; if ($p == $q) { print(1); } $p = $q; }
                                                        ^~~~~~~~~~~~~~~~~~~~~~
            hint: kptr() and uptr() say where a pointer points
---
name    T9: what a function returns and what find() finds points where it did
needs   root
prog    fn task() : struct task_struct * { return curtask; }
        fn second($a : int64, $p : struct task_struct *) : struct task_struct * { return $p; }
        fn text($p : char *) : char * { return $p; }
        begin { $t = curtask; @first[1] = $t; }
        uprobe:$1:take_words {
        	@p[1] = curtask; find(@p, 1, $q); find(@first, 1, $f);
        	print((task().pid == tid, second(1, curtask).pid == tid, second(1, second(2, task())).pid == tid, $q.pid == tid, $f.pid > 0));
        	clear(@p); clear(@first); exit();
        }
        tracepoint:syscalls:sys_enter_openat /comm == "cat" && str(text((char *)args.filename)) == "/etc/passwd"/ { @opened = count(); }
args    $TESTBIN/words
run     cat /etc/passwd >/dev/null; $TESTBIN/words 1
expect  (true, true, true, true, true)


        @opened: 1
---
name    T20: a literal has the smallest signed type that holds it, above INT64_MAX uint64
prog    begin { print((typeinfo(0).full_type, typeinfo(127).full_type, typeinfo(128).full_type, typeinfo(-128).full_type, typeinfo(-129).full_type, typeinfo(300).full_type));
        	print((typeinfo(32768).full_type, typeinfo(-2147483649).full_type, typeinfo(9223372036854775807).full_type, typeinfo(9223372036854775808).full_type)); }
expect  (int8, int8, int16, int8, int16, int16)
        (int32, int64, int64, uint64)
---
name    T20: a literal that is not negative takes the sign of the other operand, or of the variable
prog    begin { $u = (uint32)5; $u = 6; $v = (uint8)5; $v = 300; $w = (uint8)1; $w = -1; $s = (int32)7; $s = 4000000000; $z = pid ^ pid;
        	print((typeinfo($u).full_type, typeinfo($v).full_type, typeinfo($w).full_type, typeinfo($s).full_type));
        	print((($z - 1) / 2, ~$z / 2, typeinfo($u + 1).full_type, typeinfo($s + 1).full_type, ~$z < 1)); }
expect  (uint32, uint16, int16, int64)
        (0, 9223372036854775807, uint64, int64, false)
---
name    T21: a place has the join of all that is assigned to it, in whatever order
prog    begin { $x = (int8)5; $y = (uint32)1; @m[1] = (uint8)200; @k[(uint8)1, "a"] = 1; $t = (1, (uint8)3); print((typeinfo($x).full_type, typeinfo($y).full_type, typeinfo($t).full_type)); }
        begin { @m[2] = (int8)-3; @k[-1, "longer"] = 2; print((typeinfo(@m[1]).full_type, @m[1], @m[2])); }
        begin { $x = (int32)70000; $x = (int8)1; print(typeinfo($x).full_type); $y = (int32)-1; $y = (uint32)4000000000; $t = (70000, (uint32)4000000000); $t = (1, (uint8)2); print(($y, $t, typeinfo($t).full_type)); }
expect  (int8, uint32, (int64,uint8))
        (int16, 200, -3)
        int32
        (4000000000, (1, 2), (int64,uint32))
        
        
        @k[1, a]: 1
        @k[-1, longer]: 2
        @m[2]: -3
        @m[1]: 200
---
name    T21: two signs without a common type are int64, with a warning that shows both
prog    begin { $x = (uint64)5; $x = (int64)-5; print((typeinfo($x).full_type, $x)); }
expect  (int64, -5)
stderr-re <arg>:1:30: warning: '.x' holds signed and unsigned values: all are taken as int64
stderr-re <arg>:1:14: note: it begins here
---
name    T21 S5: a literal outside of a written type is an error, another value a warning
sh      $SONDE -e 'begin { let $a : int8 = 200; let $b : uint8; $b = -1; let $c : int32 = nsecs; }'
exit    1
stderr-re <arg>:1:25: error: the value does not fit into '.a', which is int8
stderr-re <arg>:1:51: error: the value does not fit into '.b', which is uint8
stderr-re <arg>:1:72: warning: uint64 may not fit into '.c', which is int32
---
name    T21 S5: a variable or a map is no literal, even when only literals were put into it
prog    begin { $a = 5; $a++; let $b : uint32 = $a; @n = 300; let $c : uint8 = @n; $d = 300; let $e : uint8 = nsecs ? $d : 1; let $f : uint8 = $a ? 1 : 2; print(($b, $c, $e, $f)); clear(@n); }
expect  (6, 44, 44, 1)
stderr-re <arg>:1:41: warning: int64 may not fit into '.b', which is uint32
stderr-re <arg>:1:72: warning: int64 may not fit into '.c', which is uint8
stderr-re <arg>:1:103: warning: int16 may not fit into '.e', which is uint8
---
name    T21 S5: a choice between literals is a literal
sh      $SONDE -e 'begin { let $a : uint8 = nsecs ? 300 : 1; }'
exit    1
stderr-re <arg>:1:26: error: the value does not fit into '.a', which is uint8
---
name    T21 S5: what ++ gives is checked like every value, and only the variable's own ++ is cut to its type
prog    begin { $x = 300; let $s : uint8 = $x++; let $y : uint8 = 255; let $z : uint8 = $y++; $y--; $y -= 3; print(($x, $s, $y, $z)); }
expect  (301, 44, 252, 255)
stderr-re <arg>:1:36: warning: int64 may not fit into '.s', which is uint8
---
name    T22 T26: operands and casts of all widths and signs give what C gives
sh      $TESTBIN/widths program > w.bt && $TESTBIN/widths expect > want && $SONDE --no-warnings -q w.bt > got && cmp want got && wc -l < got
expect  139
---
name    T22: the types of results: comparisons are bool, the rest has 64 bits, `-` and `--` a sign
prog    begin { $a = (uint8)250; $s = (int8)-1; $c = (uint64)3; $c--;
        	print((typeinfo($a + $a).full_type, typeinfo($a - $a).full_type, typeinfo($s + $a).full_type, typeinfo($a << $s).full_type, typeinfo($s >> $a).full_type));
        	print((typeinfo($a < $s).full_type, typeinfo(-$a).full_type, typeinfo(~$a).full_type, typeinfo(!$a).full_type, typeinfo($c).full_type, 1 + (2 > 1))); }
expect  (uint64, int64, int64, uint64, int64)
        (bool, int64, uint64, bool, int64, 2)
stderr-re warning: '.c' holds signed and unsigned values
---
name    T23 D1: division truncates toward zero; INT64_MIN / -1 wraps
prog    begin { $m = -9223372036854775807 - 1 + (pid - pid); $n = (pid - pid) - 1; $z = pid - pid;
        	print(($m / $n, $m % $n, (-7 + $z) / 2, (-7 + $z) % 2, (7 + $z) / -2, (7 + $z) % -2)); }
expect  (-9223372036854775808, 0, -3, -1, -3, 1)
---
name    T23 D3: division by zero gives 1 and a run-time warning; by a constant zero one at compile time too
prog    begin { $z = pid - pid; $x = pid; print((5 / $z, 5 % $z, $x / 0)); }
expect  (1, 1, 1)
stderr-re <arg>:1:63: warning: dividing by zero gives 1
stderr-re <arg>:1:42: warning: division by zero
stderr-re <arg>:1:50: warning: division by zero
stderr-re <arg>:1:58: warning: division by zero
---
name    T23: both operands constant is an error
sh      $SONDE -e 'begin { print(5 / 0); print(5 % (1 - 1)); }'
exit    1
stderr-re <arg>:1:15: error: '/' divides a constant by zero
stderr-re <arg>:1:29: error: '%' divides a constant by zero
---
name    T23 T25: constants wrap where variables do, and nowhere else
prog    begin { print(((-9223372036854775807 - 1) / -1, (-9223372036854775807 - 1) % -1, -1 * 9223372036854775807, 0x7fffffffffffffff * 2, -4611686018427387904 * 2)); }
expect  (-9223372036854775808, 0, -9223372036854775807, 18446744073709551614, -9223372036854775808)
---
name    T3 Q10: an enum value of a function has 64 bits and its enum
prog    fn f() : enum pid_type { return PIDTYPE_PGID; } fn g($e : enum pid_type) : enum pid_type { return $e; }
        begin { $x = f(); print((sizeof($x), sizeof(f()), $x, g($x), g(f()) == PIDTYPE_PGID)); }
expect  (8, 8, PIDTYPE_PGID, PIDTYPE_PGID, true)
---
name    T24 D2: shifts to the right keep the sign of the left operand; counts are taken modulo 64
prog    begin { $b = (int64)-16; $u = (uint64)18446744073709551600; $n = 66 + (pid - pid); print(($b >> 2, $u >> 60, $b >> $n, 3 << $n, $b >> 65)); }
expect  (-4, 15, -4, 12, -8)
stderr-re <arg>:1:135: warning: a shift count is taken modulo 64: this one is 1
---
name    T25: constants are folded with checked arithmetic
sh      $SONDE -q -e 'begin { print((2 + 3 * 4, 1 << 40, 255 & ~15, -7 / 2, -7 % 2, 1 == 1 && 2 > 1, 18446744073709551615 >> 60, -1 >> 1)); }'; \
        for e in '18446744073709551615 + 1' '9223372036854775807 * 4' '-9223372036854775807 - 2' '-(-9223372036854775807 - 1)' '1 << 63 << 1'; do $SONDE -e "begin { print($e); }" 2>&1 | grep -c 'does not fit into 64 bits'; done | sort -u
expect  (14, 1099511627776, 240, -3, -1, true, 15, -1)
        1
---
name    T26: casts to and from arrays, bits, pointers, bool and castable aggregations
prog    begin { $u = (uint32)67305985; $a = (uint8[])$u; $e = (uint16[2])$u; @s = sum(-5); @c = count(); @a = avg(7); @m = min(3); @x = max(9);
        	print(($a, $e, (uint32)$a, (bool[])(uint8)165, (bool[4])$u, (int8[])"abc", (int8[4])"abc"));
        	print(((uint64)(void *)0x1234, (uint32 *)0x10, (bool)7, (bool)curtask, (bool)0, (string[2])"abc" == "ab"));
        	print(((int64)@s, (uint64)@c, (uint64)@a, (int32)@m, (int8)@x, (bool)@c)); clear(@s); clear(@c); clear(@a); clear(@m); clear(@x); }
expect  ([1,2,3,4], [513,1027], 67305985, [true,false,true,false,false,true,false,true], [true,false,false,false], [97,98,99,0], [97,98,99,0])
        (4660, 0x10, true, true, false, true)
        (-5, 1, 7, 3, 9, true)
---
name    T26: what cannot be cast is an error that shows both types; a cast of nothing a warning
sh      $SONDE -e 'begin { $x = (uint8)5; print((uint8)$x); print((uint8[2])(uint32)5); print((uint32)"abc"); print((struct task_struct)curtask); print((bool)(1, 2)); @h = hist(1); print((uint64)@h); }'
exit    1
stderr-re <arg>:1:48: error: uint32 cannot be cast to uint8.2.
stderr-re <arg>:1:76: error: string.4. cannot be cast to uint32
stderr-re <arg>:1:98: error: struct task_struct. cannot be cast to struct task_struct
stderr-re hint: cast to a pointer: .struct task_struct .
stderr-re <arg>:1:134: error: .int64,int64. cannot be cast to bool
stderr-re '@h' is an aggregation .hist. that is no number
stderr-re <arg>:1:31: warning: the cast changes nothing: the value is uint8 already
---
name    T30: fields of char arrays are strings; == and != compare, indexing gives int8
prog    begin { $t = curtask; $c = $t.comm; print(($t.comm == comm, $t.comm != "other", typeinfo($t.comm).full_type, $c[0] == $t.comm[0], typeinfo($c[0]).full_type)); print($c); }
expect  (true, true, string[16], true, int8)
        sonde
---
name    T30: strings have no order
sh      $SONDE -e 'begin { print(comm < "b"); print("a" + "b"); }'
exit    1
stderr-re <arg>:1:15: error: '<' cannot order strings
stderr-re <arg>:1:34: error: '\+' needs integers, not string
---
name    T31: the capacity widens to the largest value assigned; comparison stops at NUL and uses the smaller capacity
prog    begin { $s = "ab"; $s = "abcdef"; @x = "a"; @x = "longer"; @k["a"] = 1; @k["longer"] = 2; $t = "ab"; let $w : string[4] = comm; $c = 1 ? "x" : "yyyy";
        	print(($s, sizeof($s), sizeof(@x), @x, @k["a"], $s == "abcdef", $t == "abc", $t == "ab", $w == comm, $w == "son", $c)); clear(@k); clear(@x); }
expect  (abcdef, 7, 7, longer, 1, true, false, true, true, false, x)
---
name    T32: a string that fills its capacity is truncated: it is marked and counted
env     SONDE_STR_TRUNC_TRAILER=+
prog    begin { let $w : string[4] = comm; print($w); printf("%s|%6s\n", $w, $w); @t[$w] = ($w, 1); }
expect  sond+
        sond+| sond+
        
        
        @t[sond+]: (sond+, 1)
stderr-re Incomplete: truncated_strings 5
---
name    T2 T31: strings up to 16384 bytes in every place
needs   root
env     SONDE_MAX_STRLEN=16384
prog    begin { $s = str(uptr(1)); $t = str(uptr(2)); $u = str(uptr(3)); @m[$s] = $t; @n = $u; $v = if $s == $t { $s } else { $u }; $r = (a=$s, b=comm); $r = (b="x", a="y");
        	@k[$s, $t] = 1; $p = ($s, 1); print((sizeof($s), $v == @m[$s], @n == $u, $r.b, $p.0 == $s, { $s } == $t)); $s = comm; printf("%s %s|\n", $s, $t); clear(@m); clear(@n); clear(@k); }
expect  (16384, true, true, x, true, true)
        sonde |
