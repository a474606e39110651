# tests/live/spec_04_expressions.t - the rows of chapter 4 of the language: expressions.
name    E1: a ternary takes one branch, the other is not run; types that differ only in width are joined
prog    begin { $n = 3; $w = $n > 2 ? 300 : -1; $t = $n == 3 ? "long text" : "no";
        	@ran = 0; $k = $n > 5 ? @ran++ : 7; $m = $n > 2 ? $n > 3 ? 1 : 2 : 3;
        	$n > 2 ? printf("yes\n") : printf("no\n");
        	printf("%d %s %d %d %d\n", $w, $t, @ran, $k, $m); clear(@ran); }
expect  yes
        300 long text 0 7 2
---
name    E1: branches of different types are an error that shows both
sh      $SONDE -e 'begin { $x = pid ? 1 : "a"; }'
exit    1
stderr-re <arg>:1:24: error: the two values are of different types: this one is string.2.
stderr-re <arg>:1:20: note: this one is int8
---
name    E2: c ?: b evaluates c once
prog    begin { @n = 0; $a = ++@n ?: 10; $b = (@n - 1) ?: 20; printf("%d %d %d\n", $a, $b, @n); clear(@n); }
expect  1 20 1
---
name    E3: an if is a value: the tail of the block that is taken
prog    begin { $n = 7; $a = if $n == 7 { "seven" } else { "another" };
        	$b = if ($n > 10) { 1 } else if $n > 5 { $k = 40; $k + 2 } else { 3 };
        	printf("%s %d %d\n", $a, $b, if $n & 1 { $n } else { 0 } + 1); }
expect  seven 42 8
---
name    E3: an if without else is no value
sh      $SONDE -e 'begin { $x = if pid { 1 }; }'
exit    1
stderr-re <arg>:1:14: error: expected 'else' behind an 'if' that stands for a value
---
name    E4: a block is a value: its last expression without ';', in a scope of its own
needs   root
prog    begin { $a = { $b = 3; $b++; $b * 2 }; $c = { { "inner" } };
        	printf("%d %s %d\n", $a, $c, { $b = 1; $b } + { $b = 2; if $b == 2 { 10 } else { 20 } });
        	if ({ $b = 0; $b }) { printf("never\n"); } }
expect  8 inner 11
---
name    E4 M6: a block may end in an aggregation
prog    begin { @n = { printf("first\n"); count() }; @s[1] = { { $v = 5; sum($v + 1) } }; }
expect  first
        
        
        @n: 1
        @s[1]: 6
---
name    E4: a block that ends in ';' has no value
sh      $SONDE -e 'begin { $x = { $y = 1; $y; }; }'
exit    1
stderr-re <arg>:1:14: error: this has no value
stderr-re hint: the value of a block is its last expression, without ';' behind it
---
name    E14: comptime is a constant; the branch that an if comptime does not take is not even looked at
prog    begin { print(comptime (1 << 4)); $s = "text";
        	if comptime (sizeof(uint16) == 2) { printf("two\n"); } else { print(args.nothing); }
        	if comptime false { nosuchfunction($undefined); } else if comptime is_str($s) { printf("string\n"); }
        	$v = if comptime is_ptr($s) { *$s } else { 5 }; print($v);
        	if comptime sizeof(uint8) == 2 || is_ptr($s) { print(*$s); } else { print("neither"); } if comptime 1 + 1 == 3 { nosuchfunction(); } }
expect  16
        two
        string
        5
        neither
---
name    E14: a choice whose types are found later has the type of the branch that is taken
prog    begin { $x = 1;
        	$a = comptime is_str($x) ? "s" : 5; print($a);
        	$b = comptime is_str($x) ? 70000 : 5; print(sizeof($b));
        	$c = comptime is_str($x) ? "long text here" : "s"; print(strcap($c));
        	$d = if (comptime is_str($x)) { "s" } else if (comptime is_ptr($x)) { (1, 2) } else { 70000 }; print(($d, sizeof($d)));
        	$e = 1; $f = comptime (sizeof($e) == 1) ? "narrow" : 2; print($f); $e = 70000; }
expect  5
        1
        2
        (70000, 4)
        2
---
name    E14: a branch that is dropped does not say whether a map has keys, and is_scalar() waits for the one that does
prog    macro show(@m) { if (comptime is_scalar(@m)) { printf("%d\n", @m); } else { for ($kv : @m) { printf("%d\n", $kv.1); } } }
        begin { $x = 1; if (comptime is_str($x)) { @n = 1; } else { @n[4] = 1; } print(@n); clear(@n);
        	@a[1] = 2; @b = 3; show(@a); show(@b); }
        end { show(@a); show(@b); clear(@a); clear(@b);
        	if (comptime is_scalar(@first)) { @first = 1; } else { @first[1] = 1; } printf("%d\n", @first); clear(@first); }
expect  @n[4]: 1
        2
        3
        2
        3
        1
---
name    E14: is_scalar() before the uses that decide
prog    macro fill(@m) { if (comptime is_scalar(@m)) { @m = 3; } else { @m[1] = 2; } }
        begin { fill(@a); fill(@b); print((@a[1], @b)); clear(@a); clear(@b); }
expect  (2, 3)
---
name    E14 T25: casts of constants to integers and truth values are constants
prog    begin { static_assert((uint8)300 == 44, "wraps"); static_assert((int8)200 == -56, "sign"); static_assert((int64)(int8)255 == -1, "extends");
        	static_assert(~(uint64)0 == 18446744073709551615, "unsigned"); static_assert((bool)5, "bool");
        	print(comptime (uint64)4); print(sizeof(comptime (uint16)4)); if comptime ((uint8)256) { print("set"); } else { print("none"); } }
expect  4
        2
        none
---
name    E14 T25: a cast of what is not constant is not, and a wrong one is told
sh      $SONDE -e 'begin { $n = pid; print(comptime (uint64)$n); }' 2>&1 | grep -o 'error: .*'; $SONDE -e 'begin { static_assert((uint8)300 == 300, "differs"); }' 2>&1 | grep -o 'error: .*'
expect  error: this is not known before the program runs
        error: differs
---
name    E14: sizeof of a copy of config
prog    begin { $c = config; if comptime (sizeof($c) == sizeof(config)) { print(sizeof($c) > 0); } }
expect  true
---
name    E14: what is not constant is an error at its place
sh      $SONDE -e 'begin { $n = pid; print(comptime (1 + $n)); }'
exit    1
stderr-re <arg>:1:39: error: this is not known before the program runs
---
name    E17: tuples, records and integer arrays are compared by content; a record by field name
prog    begin { $t = (1, "ab", (2, true)); $r = (x=1, y="ab"); $a = (uint8[4])305419896;
        	print(($t == (1, "ab", (2, true)), $t != (1, "ab", (2, false)), $t == (1, "abc", (2, true))));
        	print(($r == (y="ab", x=1), $r != (x=1, y="a"), $r == (y="ab", x=2)));
        	print(($a == (uint8[4])305419896, $a == (uint8[4])305419897)); }
expect  (true, true, false)
        (true, true, false)
        (true, false)
---
name    E17: what differs in form cannot be compared
sh      $SONDE -e 'begin { print((1, 2) == (1, 2, 3)); print((x=1) == (y=1)); print((1, 2) < (1, 3)); }'
exit    1
stderr-re <arg>:1:15: error: '==' cannot compare .int64,int64. with .int64,int64,int64.
stderr-re <arg>:1:43: error: '==' cannot compare .x=int64. with .y=int64.
stderr-re <arg>:1:66: error: '<' cannot compare
---
name    E10: elements of arrays, pointers, strings and tuples
prog    begin { $s = "abc"; $a = (uint8[4])67305985; $i = pid - pid + 2; $t = ("x", 5);
        	printf("%c%c%d %d %d %d\n", $s[0], $s[$i], $s[3], $a[1], $a[$i], $t[1]);
        	printf("%d %d\n", comm[0] == (int8)curtask.comm[0], curtask.comm[1] == comm[1]); }
expect  ac0 2 3 5
        1 1
---
name    E10: a constant outside of an array or string is an error
sh      $SONDE -e 'begin { $s = "abc"; $a = (uint8[4])1; print($s[4]); print($a[4]); print($a[-1]); }'
exit    1
stderr-re <arg>:1:48: error: the index is outside of string.4.
stderr-re <arg>:1:62: error: the index is outside of uint8.4.
stderr-re <arg>:1:76: error: the index is outside of uint8.4.
---
name    E10: at run time it is zero, and says so
prog    begin { $i = pid - pid + 9; $s = "abc"; $a = (uint8[4])67305985; print(($s[$i], $a[$i], $a[-$i])); }
expect  (0, 0, 0)
stderr-re <arg>:1:73: warning: the index is outside
stderr-re <arg>:1:81: warning: the index is outside
stderr-re <arg>:1:89: warning: the index is outside
---
name    E6: the address of a variable leads to it
needs   root
prog    begin { $v = 5; $p = &$v; $a = *$p; $v = 300; $s = "text"; $t = (1, "abc"); print(($a, *$p, *(&$s), (*(&$t)).1, str(&$s))); }
expect  (5, 300, text, abc, text)
---
name    E6 S5: the address of a variable of type T is a T *, of structs and pointers too
prog    struct pair { int a; int b; };
        begin { let $l : struct list_head; let $p : struct list_head * = &$l; $q = (struct list_head *)0; $q = &$l; $n = 5; $m = &$n; let $o : int8 ** = &$m; $c = curtask; let $d : struct task_struct ** = &$c;
        	let $x : struct pair; let $y : struct pair * = &$x; $y = (struct pair *)curtask; $y = &$x; let $v = (void *)7; let $w : void ** = &$v;
        	print(($p == &$l, $q == $p, $p->next, $p->prev == (&$l)->next, **$o, (*$d)->pid == curtask.pid, $y->b, *$w, typeinfo(&$l).full_type)); }
expect  (true, true, 0x0, true, 5, true, 0, 0x7, struct list_head*)
---
name    E6 S5: a pointer to a type is one by each name of it, and by typeof
prog    begin { let $c = (int8)-5; let $p : char * = &$c; let $x = curtask; let $q : typeof($x) * = &$x; let $r : typeof(*$x) ** = $q; let $s : typeof($x) ** = &$q;
        	print((*$p, (**$q).pid == curtask.pid, $r == $q, (***$s).pid == curtask.pid)); }
expect  (-5, true, true, true)
---
name    E6 S5: the address of another struct is of another type
sh      $SONDE --no-warnings -e 'struct pair { int a; int b; }; begin { let $x : struct pair; let $p : struct list_head * = &$x; }'
exit    1
stderr-re <arg>:1:92: error: '.p' is struct list_head., not struct pair.
---
name    E6: a map's address is for C functions only, and nothing else has one
sh      $SONDE -e 'begin { print(&5); print(&@m); @m = 1; print(&curtask.comm); }'
exit    1
stderr-re <arg>:1:15: error: this value has no address
stderr-re <arg>:1:26: error: a map outside of the arguments of a C function has no address
stderr-re <arg>:1:46: error: what is read from memory has no address
---
name    E5: && and || stop as soon as the result is known; integers, pointers and bool have a truth value
prog    begin { @z = 0; $n = pid - pid; print((1 && 0, 0 || 5, !7, !0, curtask && 1, !curtask, $n && @z++, !$n || @z++, $n || @z++, @z));
        	print((typeinfo(5 && 7).full_type, 5 && 7, (void *)0 || (bool)0)); clear(@z); }
expect  (false, true, false, true, true, false, false, true, false, 1)
        (bool, true, false)
---
name    E5: a string has no truth value
sh      $SONDE -e 'begin { print(comm && 1); }'
exit    1
stderr-re <arg>:1:15: error: a condition is an integer, a bool or a pointer, not string
stderr-re hint: compare it: ... != ""
---
name    E7: a dereference reads what lies there; a failed one gives zero
prog    begin { $p = curtask; print(((*$p).pid == tid, *&$p == curtask, *(uint64 *)5, (*(struct task_struct *)8).pid, *(uint8 *)$p.comm[0] == 0)); }
expect  (true, true, 0, 0, true)
---
name    E7: a failed read says so with -k
args    -k
sh      $SONDE -k -q -e 'begin { print(*(uint64 *)5); }'
expect  0
stderr-re <arg>:1:15: warning: this memory cannot be read
stderr-re note: the kernel's helper probe_read_kernel returned -
---
name    E7: what is no pointer, and a pointer to nothing known, cannot be followed
sh      $SONDE -e 'begin { print(*comm); $p = (void *)1; print(*$p); print(*pid); }'
exit    1
stderr-re <arg>:1:16: error: '\*' follows a pointer, not string
stderr-re <arg>:1:46: error: void. cannot be followed
stderr-re <arg>:1:58: error: uint32 cannot be followed
---
name    E8: steps on variables, map elements and pointers; a missing element starts at 0
prog    begin { @m[5]++; $a = ++@m[5]; $b = @m[5]--; @n--; $x = 5; $c = $x++ + ++$x; $p = (uint32 *)16; $p++; $q = $p--; @p = $q; @p++;
        	let $s : int8 = 127; $s++; print(($a, $b, @m[5], @n, $c, $x, $p, $q, @p, $s)); clear(@m); clear(@n); clear(@p); }
expect  (2, 2, 1, -1, 12, 7, 0x10, 0x14, 0x18, -128)
---
name    E8: what is no integer or pointer, and aggregations, have no steps
sh      $SONDE -e 'begin { $s = "a"; $s++; @q = count(); @q++; }'; $SONDE -e 'begin { 5++; }'
exit    1
stderr-re <arg>:1:19: error: '\+\+' needs an integer, not string
stderr-re <arg>:1:39: error: '\+\+' cannot change '@q': it is an aggregation .count.
stderr-re <arg>:1:9: error: a value cannot be changed
---
name    E9: . and -> are the same; they follow pointers of any depth, into bit fields, anonymous members and tuples
prog    struct inner { int a : 4; unsigned int b : 12; union { short low; struct { char x, y; }; }; };
        struct outer { long pad; struct inner in; struct inner *to; struct inner **deep; };
        uprobe:$1:shapes_take { exit(); }
        begin { $t = curtask; $pp = (struct task_struct **)&$t; print(($t->pid == $t.pid, $t.real_parent->pid == ppid, $pp.pid == tid, $pp->comm == comm, (1, (2, 3)).1.0));
        	print((offsetof(struct outer, in.low), offsetof(struct inner, y), sizeof(struct inner), sizeof(struct outer))); $n = (struct outer *)0; print(($n.in.a, $n.to.b, $n.deep.y)); exit(); }
args    $TESTBIN/shapes
expect  (true, true, true, true, 2)
        (10, 3, 4, 32)
        (0, 0, 0)
---
name    E9: an unknown field is told with those that there are
sh      $SONDE -e 'struct inner { int alpha, beta; } begin { $p = (struct inner *)0; print($p.gamma); print($p.alhpa); print(pid.x); print((1, 2).x); }'
exit    1
stderr-re <arg>:1:76: error: 'gamma' is no field of 'struct inner'
stderr-re hint: its fields are alpha, beta
stderr-re hint: did you mean 'alpha'\?
stderr-re error: 'x' is no field: uint32 has none
stderr-re error: 'x' is no element of a tuple
---
name    E11: f and f() are the same; typeof(T) is an argument
prog    begin { print((pid == pid(), tid() == tid, comm() == comm, cpu() >= 0)); $p = (struct task_struct *)5000; print(container_of($p, typeof(struct task_struct), pid) < $p); }
expect  (true, true, true, true)
        true
---
name    E11: too many arguments, and a function that is not there
sh      $SONDE -e 'begin { print(pid(1, 2, 3)); histt(5); }'
exit    1
stderr-re <arg>:1:30: error: 'histt' is not defined
stderr-re hint: did you mean 'hist'
---
name    E12: (type)unary is a cast; (name) in front of an operator is one where the name is a type
prog    begin { $x = -3; print(((uint8)$x, (__u16)-1, (gfp_t)-1, (u8)(257), (__s8)~5, (pid) - pid, (uint8)$x + 1, (struct task_struct *)curtask == curtask)); }
expect  (253, 65535, 4294967295, 1, -6, 0, 254, true)
---
name    E12: a block and an if are operands of a cast, but not the body behind a condition
prog    begin { $x = 300; print(((uint8){ $x + 1 }, (int8){ $y = 200; $y }, (uint8)if $x > 1 { 257 } else { 2 }));
        	if ($x) { print("body"); } if ((uint8){ 256 } == 0) { print("zero"); } while ($x) { $x = 0; } }
expect  (45, -56, 1)
        body
        zero
---
name    E13: sizeof, offsetof, typeof and typeinfo ask about types and about expressions that do not run
prog    begin { $p = curtask; $x = 5; $q = (typeof($p))0;
        	print((sizeof(uint32), sizeof($p), sizeof(comm), sizeof("abc"), sizeof(pid + 1), sizeof(*$p) == sizeof(struct task_struct), sizeof($x++), $x));
        	print((offsetof(struct list_head, prev), offsetof(*$p, pid) == offsetof(struct task_struct, pid), offsetof(struct task_struct, se.vruntime) > offsetof(struct task_struct, se)));
        	$i = typeinfo($q); print(($i.base_type, $i.full_type, typeinfo((a=1, b="x")).full_type, typeinfo(struct task_struct).base_type, typeinfo(struct task_struct).btf_id > 0)); print(typeinfo(uint8[4])); }
expect  (4, 8, 16, 4, 8, true, 8, 5)
        (8, true, true)
        (pointer, struct task_struct*, (a=int64,b=string[2]), record, true)
        { .btf_id = 0, .base_type = array, .full_type = uint8[4] }
---
name    E13: a map cannot be changed in what is not evaluated; bit fields have no offset
sh      $SONDE -e 'begin { print(sizeof({ @m = 1; 5 })); print(sizeof(@m++)); }'; $SONDE -e 'struct s { int a : 4; } begin { print(offsetof(struct s, a)); print(offsetof(struct s, b)); print(typeof(pid)); }'
exit    1
stderr-re <arg>:1:24: error: '@m' cannot be changed here: only the type of this is asked for
stderr-re <arg>:1:52: error: '@m' cannot be changed here
stderr-re <arg>:1:58: error: 'a' is a bit field: it has no offset in bytes
stderr-re error: 'b' is no field of 'struct s'
stderr-re error: typeof.. has no value
---
name    E15: a positional parameter is an integer where its text is one, else a string; str() is always the text
args    -- 10ms hello 0x1f -5 -abc
prog    begin { print(($1, $2, $3, $4, $5, $4 + 1, typeinfo($4).full_type)); print((str($1), str($3), str($2 + 1), str($1 + 2), str($2 + 5), $#)); }
expect  (10000000, hello, 31, -5, -abc, -4, int8)
        (10ms, 0x1f, ello, ms, , 5)
---
name    E15: a missing parameter is 0 or "", with a warning; no more bytes can be left out than there are
sh      $SONDE -q -e 'begin { print(($2, str($2))); }' 1; $SONDE -e 'begin { print(str($1 + 2)); }' 1
expect  (0, )
exit    1
stderr-re <arg>:1:16: warning: parameter .2 is missing: it is 0, or "" where text is wanted
stderr-re <arg>:1:19: error: .1 has 1 bytes: 2 cannot be left out
---
name    E16: adding to a pointer counts in what it points to
prog    begin { $p = (uint32 *)16; $q = $p + 3; $s = (struct list_head *)1600; $n = 2 + (pid - pid); print(($q, $p - 1, 2 + $p, $p + $n, $s + 1 == (struct list_head *)1616, $q == $p, $q > $p)); $p += 2; $p -= $n; print($p); }
expect  (0x1c, 0xc, 0x18, 0x18, true, false, true)
        0x10
---
name    E16: pointers are not subtracted; comparing two types of them earns a warning
sh      $SONDE -e 'begin { $p = (uint32 *)16; print($p - $p); print($p * 2); }'; $SONDE check -e 'begin { $p = (uint32 *)16; print($p == curtask); }'
stderr-re <arg>:1:34: error: '-' cannot be used with uint32. and uint32.
stderr-re <arg>:1:50: error: '\*' cannot be used with uint32. and int8
stderr-re <arg>:1:34: warning: pointers to different types are compared: uint32. and struct task_struct.
---
name    E18: a bare identifier is an enum constant or a #define, expanded as an expression of this language
prog    #define LEVEL (BASE + 2)
        #define BASE 5
        #define WHO comm
        enum { FIRST = 3, SECOND };
        begin { print((LEVEL * 2, SECOND, WHO == comm, PIDTYPE_TGID == 1, AF_INET6)); }
expect  (14, SECOND, true, true, 10)
---
name    E18: an unknown one is an error
sh      $SONDE -e 'enum { FIRST_THING = 3 } begin { print(FIRST_THINK); print(nosuchname); }'
exit    1
stderr-re <arg>:1:40: error: 'FIRST_THINK' is not defined
stderr-re hint: did you mean 'FIRST_THING'
stderr-re <arg>:1:60: error: 'nosuchname' is not defined
---
name    E9: bit fields, arrays of arrays, unions and packed structs of the script lie as in C
sh      cat > bits.h <<'END'
        struct bits { unsigned int a : 3; int b : 5; unsigned int c : 13; int d : 11; unsigned char e; short m[2][3]; } __attribute__((packed));
        struct mixed { char tag; union { int whole; struct { short low, high; }; unsigned char bytes[4]; }; char text[6]; struct { unsigned short x : 9, y : 7; } in[2]; };
        END
        cat > c.c <<'END'
        #include <stdio.h>
        #include <string.h>
        #include "bits.h"
        int main(void)
        {
        	unsigned char bytes[24];
        	struct bits b;
        	struct mixed m;
        	for (int i = 0; i < 24; i++)
        		bytes[i] = (unsigned char)(i * 37 + 90);
        	memcpy(&b, bytes, sizeof(b));
        	memcpy(&m, bytes, sizeof(m));
        	printf("(%u, %d, %u, %d, %u, %d, %d, %zu)\n", b.a, b.b, b.c, b.d, b.e, b.m[0][1], b.m[1][2], sizeof(b));
        	printf("(%d, %d, %d, %d, %u, %u, %u, %u, %zu)\n", m.tag, m.whole, m.low, m.high, m.bytes[2], m.in[0].x, m.in[0].y, m.in[1].y, sizeof(m));
        	printf("[%d,%d,%d] %d\n", b.m[1][0], b.m[1][1], b.m[1][2], m.text[2]);
        }
        END
        cc -o c c.c && ./c > want
        (cat bits.h; cat <<'END'
        begin {
        	$z = pid - pid; $i = 1 + $z;
        	$words = ((uint64)6717140760529239898, (uint64)9610746574540679042, (uint64)12504353483768778666);
        	$b = (struct bits *)&$words; $m = (struct mixed *)&$words;
        	print(($b.a, $b.b, $b.c, $b.d, $b.e, $b.m[0][1], $b.m[$i][2], sizeof(*$b)));
        	print(($m.tag, $m.whole, $m.low, $m.high, $m.bytes[2], $m.in[0].x, $m.in[$z].y, $m.in[1].y, sizeof(*$m)));
        	printf("[%d,%d,%d] %d\n", $b.m[1][0], $b.m[1][1], $b.m[$i][$i + 1], $m.text[2]);
        }
        END
        ) > b.bt
        $SONDE -q b.bt > got; cmp want got && wc -l < got
expect  3
---
name    E1 E3: as many branches as a program needs
sh      (printf 'begin { $n = pid - pid + 57; $s = '; for i in $(seq 1 60); do printf '$n == %d ? "%0*d" : ' $i $i $i; done; printf '"none"; print(strlen($s)); $r = '; \
        for i in $(seq 1 60); do printf 'if $n == %d { (a="%0*d") } else ' $i $i $i; done; printf '{ (a="none") }; print(strlen($r.a)); }') > long.bt && $SONDE -q long.bt
expect  57
        57
---
name    E4: as many values at a time as a program needs
sh      (printf 'begin { '; for i in $(seq 1 200); do printf '$v%d = pid - pid + %d; $r%d = (n=$v%d, s=comm); ' $i $i $i $i; done; printf '$sum = 0; '; for i in $(seq 1 200); do printf '$sum += $v%d + { $t = $r%d; $t.n }; ' $i $i; done; \
        printf 'print($sum); }') > many.bt && $SONDE -q many.bt
expect  40200
---
name    E14: what is not known yet when comptime asks for it
sh      $SONDE -q -e 'begin { @m[comptime !sizeof(@x)] = count(); @x = 1; }'; $SONDE -q -e 'begin { let $x; print(comptime !sizeof($x)); $x++; }'; $SONDE -q -e 'begin { print(comptime (sizeof(@x) && 1)); @x = 1; clear(@x); }'
expect


        @m[false]: 1
        @x: 1
        false
        true
