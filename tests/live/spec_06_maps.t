# tests/live/spec_06_maps.t - language.md chapter 6, row by row: maps.
name    M1: scalar or keyed, several parts are a tuple
prog    begin { @s = 1; @k[5] = 2; @m[1, "x"] = 3; printf("%d %d %d %d\n", @s, @k[5], @m[(1, "x")], @m[1, "y"]); @m[(1, "x")] = 4; $key = (1, "x"); printf("%d %d\n", @m[$key], len(@m)); }
expect  1 2 3 0
        4 1


        @k[5]: 2
        @m[1, x]: 4
        @s: 1
---
name    M1: mixing scalar and keyed
sh      $SONDE -e 'begin { @x = 1; @x[1] = 2; }' 2>&1; echo $?; $SONDE -e 'begin { @x[1] = 2; @x++; }' 2>&1 | head -1
expect  <arg>:1:17: error: '@x' has no keys, but gets one here
            begin { @x = 1; @x[1] = 2; }
                            ^~~~~
        <arg>:1:9: note: it is used without a key here
            begin { @x = 1; @x[1] = 2; }
                    ^~
        1
        <arg>:1:20: error: '@x' has keys, but is used without one
---
name    M2: keys of every kind
needs   root
sh      $SONDE -q -e 'begin { $z = pid - pid; @int[$z - 5] = 1; @u[~(pid ^ pid)] = 1; @bool[$z == 0] = 1; @str["a b"] = 1; @buf[buf("a\x01", 2)] = 1; @tuple[(1, ("in", true))] = 1; @array[pton("10.1.2.3")] = 1; @pointer[(int8*)4096] = 1; @enum[(enum pid_type)1] = 1; @inet[ntop(16777343)] = 1; @probe[probe] = 1; @user[username] = 1; @many[1, true, "x", (2, 3)] = 1; }'
expect


        @array[[10,1,2,3]]: 1
        @bool[true]: 1
        @buf[a\x01]: 1
        @enum[PIDTYPE_TGID]: 1
        @inet[127.0.0.1]: 1
        @int[-5]: 1
        @many[1, true, x, (2, 3)]: 1
        @pointer[0x1000]: 1
        @probe[begin]: 1
        @str[a b]: 1
        @tuple[1, (in, true)]: 1
        @u[18446744073709551615]: 1
        @user[root]: 1
---
name    M2: structs and stacks
sh      $SONDE -q -e 'struct point { int x; short y; } begin { $p = (struct point *)0; @s[sizeof(*$p)] = 1; } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @k[kstack(1)] = count(); @all[args] = 1; exit(); }' -c "$TESTBIN/calls getppid 3" | grep -A1 @ | sed 's/^ *[a-z_0-9A-Z.]*+[0-9]*$/FRAME/'
expect  @all[{ .__syscall_nr = 110 }]: 1
        @k[
        FRAME
        --
        @s[8]: 1
---
name    M2: aggregations that are numbers, as integers
prog    begin { @c = count(); @c = count(); @a["x"] = avg(7); @a["x"] = avg(10); $z = pid - pid; @m = min($z - 3); @k[@c, @a["x"], @m] = 1; @one[@c] = 1; }
expect  


        @a[x]: 8
        @c: 2
        @k[2, 8, -3]: 1
        @m: -3
        @one[2]: 1
---
name    M2: what cannot be a key
sh      for p in '@h = hist(1); @k[@h] = 1;' '@h = lhist(1, 0, 9, 1); @k[@h] = 1;' '@h = stats(1); @k[@h, 1] = 1;' '@h = pct(1); @k[@h] = 1;' '@h = stddev(1); @k[@h] = 1;' '@k[print(1)] = 1;'; do $SONDE -e "begin { $p }" 2>&1 | head -1; done; $SONDE -e 'profile:hz:1 { @k[ctx] = 1; }' 2>&1; true
expect  <arg>:1:26: error: '@h' is an aggregation (hist) that is no number for an expression
        <arg>:1:36: error: '@h' is an aggregation (lhist) that is no number for an expression
        <arg>:1:27: error: '@h' is an aggregation (stats) that is no number for an expression
        <arg>:1:25: error: '@h' is an aggregation (pct) that is no number for an expression
        <arg>:1:28: error: '@h' is an aggregation (stddev) that is no number for an expression
        <arg>:1:12: error: print() has no value
        <arg>:1:19: error: 'ctx' cannot be a key
            profile:hz:1 { @k[ctx] = 1; }
                              ^~~
            hint: its fields can
---
name    M3: types are joined over the program
prog    begin { @m[1] = 1; @m[70000] = -5; @m[-1] = 5000000000; @s["a"] = "x"; @s["longer"] = "a longer one"; @t[1, "a"] = (1, "b"); @t[300, "abc"] = (70000, "bcd"); }
expect


        @m[70000]: -5
        @m[1]: 1
        @m[-1]: 5000000000
        @s[a]: x
        @s[longer]: a longer one
        @t[1, a]: (1, b)
        @t[300, abc]: (70000, bcd)
---
name    M3: types that do not fit
sh      $SONDE -e 'begin { @v[1] = "a"; @v[2] = 5; }' 2>&1; for p in '@v[1] = 1; @v["a"] = 2;' '@v[1, 2] = 1; @v[1] = 2;' '@v[1, 2] = 1; @v[1, 2, 3] = 1;' '@x = 1; @x = count();' '@x = hist(1); @x = lhist(1, 0, 10, 1);' '@v = @u;'; do $SONDE -e "begin { $p }" 2>&1 | head -1; done
expect  <arg>:1:30: error: '@v' is string[2], not int64
            begin { @v[1] = "a"; @v[2] = 5; }
                                         ^
        <arg>:1:17: note: it is string[2] here
            begin { @v[1] = "a"; @v[2] = 5; }
                            ^~~
        <arg>:1:23: error: the key of '@v' is int64, not string[2]
        <arg>:1:26: error: the key of '@v' is (int64,int64), not int64
        <arg>:1:26: error: the key of '@v' is (int64,int64), not (int64,int64,int64)
        <arg>:1:22: error: '@x' is int64, not count_t
        <arg>:1:28: error: '@x' is hist, not lhist
        <arg>:1:14: error: '@u' is never assigned
---
name    M4: a missing key reads as zero
prog    begin { @i[1] = 5; @s[1] = "x"; @t[1] = (1, "two"); @b[1] = true; printf("%d|%s|%s|%d|%d\n", @i[2], @s[2], @t[2].1, @t[2].0, @b[2]); print(has_key(@i, 2)); @i[3] = 0; print(has_key(@i, 3)); print(@unset); if (@i[9]) { @unset = 1; } clear(@i); clear(@s); clear(@t); clear(@b); }
expect  0|||0|0
        false
        true
        @unset: 0
---
name    M5: refused updates are counted, and said once with their place
sh      export SONDE_MAX_MAP_KEYS=2; $SONDE -q -e 'begin { @b[1] = 1; @b[2] = 2; @b[3] = 3; @b[1] = 9; @c[1] = count(); @c[2] = count(); @c[3] = count(); @c[3] = count(); @s = 1; @s = 2; }' 2>err; cat err
expect


        @b[2]: 2
        @b[1]: 9
        @c[1]: 1
        @c[2]: 1
        @s: 2
        <arg>:1:9: warning: map '@b': 1 update was refused: it takes at most 2 keys (max_map_keys), fewer when memory is short
            begin { @b[1] = 1; @b[2] = 2; @b[3] = 3; @b[1] = 9; @c[1] = count(); @c[2] = count(); @c[3] = count(); @c[3] = count(); @s = 1; @s = 2; }
                    ^
        <arg>:1:53: warning: map '@c': 2 updates were refused: it takes at most 2 keys (max_map_keys), fewer when memory is short
            begin { @b[1] = 1; @b[2] = 2; @b[3] = 3; @b[1] = 9; @c[1] = count(); @c[2] = count(); @c[3] = count(); @c[3] = count(); @s = 1; @s = 2; }
                                                                ^
        Incomplete: map_full @b 1; map_full @c 2
---
name    M5: the limit of histograms and percentiles counts keys, not buckets
sh      export SONDE_MAX_MAP_KEYS=2; $SONDE -q -f json -e 'begin { $z = pid - pid; @h[1] = hist($z); @h[1] = hist($z + 9); @h[1] = hist($z + 999); @h[2] = hist($z + 5); @h[3] = hist($z + 1); @l[1] = lhist($z, 0, 9, 1); @l[1] = lhist($z + 5, 0, 9, 1); @l[2] = lhist($z, 0, 9, 1); @l[3] = lhist($z, 0, 9, 1); @p[1] = pct($z, 50); @p[1] = pct($z + 99, 50); @p[2] = pct($z, 50); @p[3] = pct($z, 50); }' | grep -o '"count": [0-9]*\|"map_full": {[^}]*}' | sort | uniq -c | sed 's/^ *//'
expect  12 "count": 0
        8 "count": 1
        1 "count": 2
        1 "map_full": {"@h": 1, "@l": 1, "@p": 1}
---
name    M6: an aggregation is the whole right side
sh      for p in '$x = count();' '@x = count() + 1;' '@x = (count(), 1);' 'print(count());' '@x += sum(1);' '@c = count(); @y = @c;' '@c[1] = sum(-1); @y = @c[1];'; do $SONDE -e "begin { $p }" 2>&1; done | grep -v '^    [^h]'
expect  <arg>:1:14: error: count() only stands alone on the right side of an assignment to a map
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:14: error: count() only stands alone on the right side of an assignment to a map
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:15: error: count() only stands alone on the right side of an assignment to a map
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:15: error: count() only stands alone on the right side of an assignment to a map
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:15: error: sum() only stands alone on the right side of an assignment to a map
            hint: write @name = sum(...) or @name[key] = sum(...)
        <arg>:1:28: error: '@c' is an aggregation (count): it cannot be copied to another map
            hint: cast it to the number that it stands for now: (uint64)@c
        <arg>:1:31: error: '@c' is an aggregation (sum): it cannot be copied to another map
            hint: cast it to the number that it stands for now: (int64)@c[...]
---
name    M6: cast, an aggregation may be copied
prog    begin { @c[1] = sum(-3); @c[1] = sum(-4); @n = count(); @y = (int64)@c[1]; @z = (uint64)@n; @w = (uint8)@c[1]; }
expect


        @c[1]: -7
        @n: 1
        @w: 249
        @y: -7
        @z: 1
---
name    M7: count, sum, min, max and avg are integers in expressions
prog    begin { $z = pid - pid; @c = count(); @c = count(); @s["k"] = sum($z - 4); @mi = min($z - 3); @ma = max($z + 12); @a = avg($z + 4); @a = avg($z + 9); printf("%d %d %d %d %d %d\n", @c + 1, @s["k"] * 2, -@mi, @ma / 5, @a, @s["none"]); if (@c > 1 && @mi < 0) { printf("yes\n"); } $x = @a; print(($x, @c)); clear(@c); clear(@s); clear(@mi); clear(@ma); clear(@a); }
expect  3 -8 3 2 6 0
        yes
        (6, 2)
---
name    M7: the others are not
sh      for a in 'stats(1)' 'hist(1)' 'lhist(1, 0, 9, 1)' 'pct(1)' 'stddev(1)'; do $SONDE -e "begin { @x = $a; if (@x > 1) { } }" 2>&1 | head -1; done | sed 's/:[0-9]*: /: /'
expect  <arg>:1: error: '@x' is an aggregation (stats) that is no number for an expression
        <arg>:1: error: '@x' is an aggregation (hist) that is no number for an expression
        <arg>:1: error: '@x' is an aggregation (lhist) that is no number for an expression
        <arg>:1: error: '@x' is an aggregation (pct) that is no number for an expression
        <arg>:1: error: '@x' is an aggregation (stddev) that is no number for an expression
---
name    M8: aggregations of threads that run at the same time and of interrupts are exact
needs   root
sh      $SONDE -q -f json -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @c = count(); @s[comm] = sum(2); @h["k"] = hist(1); @m = stats(3); } profile:hz:999 { @c = count(); @p = count(); @s["calls"] = sum(3); }' -c "$TESTBIN/calls -t 4 getppid 50000" > out; p=$(grep -o '"@p": [0-9]*' out | tr -dc 0-9); c=$(grep -o '"@c": [0-9]*' out | tr -dc 0-9); s=$(grep -o '"calls": [0-9]*' out | tr -dc 0-9); echo $((c - p)) $((s - 3 * p)); grep -c '"count": 200000, "average": 3, "total": 600000\|"count": 200000}' out
expect  200000 400000
        2
---
name    M9: maps print at exit in the order of their names, the empty ones not
prog    begin { @b = 1; @a = 2; @ = 3; @B = 4; @a1[1] = 5; @_ = 6; @empty[1] = 1; delete(@empty, 1); if (pid == 0) { @unset = 1; } }
expect


        @: 3
        @B: 4
        @_: 6
        @a: 2
        @a1[1]: 5
        @b: 1
---
name    M9: print_maps_on_exit=false
env     SONDE_PRINT_MAPS_ON_EXIT=false
prog    begin { @b = 1; @a[1] = 2; print(@a); }
expect  @a[1]: 2
---
name    M10: names of the parts of a key
sh      $SONDE -q --dry-run -d layout -e 'begin { $v = 1; @["x", cpu, (1, 2), comm, $v, $v, cpu, curtask.real_parent.pid] = 1; @x[pid] = 1; @x[tid] = 2; @t[(pid, tid)] = 1; @s = 1; }' 2>&1 | grep 'map\|parts' | sed 's/: hash.*//;s/: array.*//'
expect  map @
          key parts key1,cpu,key3,comm,v,v_2,cpu_2,pid
        map @x
          key parts pid
        map @t
          key parts pid,tid
        map @s
---
name    M11: a declaration with another kind: the four are listed
sh      $SONDE --dry-run -e 'let @a = array(10); begin { @a[1] = 1; }' 2>&1; true
expect  <arg>:1:10: error: 'array' is no kind of map
            let @a = array(10); begin { @a[1] = 1; }
                     ^~~~~
            hint: the kinds are hash, lruhash, percpuhash and percpulruhash
