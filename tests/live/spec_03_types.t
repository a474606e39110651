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
sh      $SONDE -e 'begin { $r = (a=1, a=2); }'; $SONDE -e 'begin { $r = (a=1,); }'; $SONDE -e 'begin { $r = (a=1, b=2); print($r.c); $r = (a=1); }'
exit    1
stderr-re <arg>:1:20: error: the record has two fields 'a'
stderr-re <arg>:1:19: error: expected the name of a field
stderr-re <arg>:1:35: error: 'c' is no field of '.a=int64,b=int64.'
stderr-re <arg>:1:44: error: '.r' is .a=int64,b=int64., not .a=int64.
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
name    T5: other operators, other kinds and a stack of user space are refused
sh      $SONDE -e 'begin { $i = ntop(1); print($i + 1); print($i < $i); print($i == 5); $i = username; let $u : ustack_t; }'
exit    1
stderr-re <arg>:1:29: error: '\+' needs integers, not inet
stderr-re <arg>:1:44: error: '<' cannot compare inet with inet
stderr-re <arg>:1:60: error: '==' cannot compare inet with int8
stderr-re <arg>:1:75: error: '.i' is inet, not username_t
stderr-re <arg>:1:94: error: the type 'ustack_t' is not there yet
---
name    T6: aggregations have names as types, but no variable holds them
sh      $SONDE -e 'begin { let $c : count_t; let $u : usum_t; let $s : stats_t; @c = count(); let $h : hist; }'
exit    1
stderr-re <arg>:1:18: error: a variable cannot hold count_t
stderr-re <arg>:1:36: error: a variable cannot hold usum_t
stderr-re <arg>:1:53: error: a variable cannot hold stats_t
stderr-re <arg>:1:85: error: this kernel has no type 'hist'
