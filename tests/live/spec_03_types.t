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
