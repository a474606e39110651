# tests/live/lang_map.t - maps: keys, values, missing entries, delete, has_key, len, order.
name    scalars and keyed maps
needs   root
prog    begin { @s = 1; @s = @s + 1; @k[1] = 10; @k[2] = 20; @k[1] = 11; printf("%d %d %d %d\n", @s, @k[1], @k[2], @k[3]); clear(@s); clear(@k); }
expect  2 11 20 0
---
name    keys of every kind
needs   root
prog    begin { @i[-5] = 1; @u[18446744073709551615] = 2; @b[true] = 3; @s["x"] = 4; @t[(1, "a")] = 5; @m[1, "a", true] = 6; @n[(1, 2), 3] = 7; @p[probe] = 8; exit(); }
expect


        @b[true]: 3
        @i[-5]: 1
        @m[1, a, true]: 6
        @n[(1, 2), 3]: 7
        @p[begin]: 8
        @s[x]: 4
        @t[1, a]: 5
        @u[18446744073709551615]: 2
---
name    several parts are a tuple
needs   root
prog    begin { @m[1, "a"] = 5; printf("%d %d\n", @m[(1, "a")], @m[1, "b"]); $k = (1, "a"); printf("%d %d\n", @m[$k], has_key(@m, $k)); clear(@m); }
expect  5 0
        5 1
---
name    has_key tells missing from zero
needs   root
prog    begin { @m["a"] = 0; printf("%d %d %d\n", has_key(@m, "a"), has_key(@m, "b"), @m["b"] == @m["a"]); @n[1, 2] = 1; printf("%d %d\n", has_key(@n, (1, 2)), has_key(@n, (2, 1))); print(has_key(@m, "a")); clear(@m); clear(@n); }
expect  1 0 1
        1 0
        true
---
name    delete in all its forms
needs   root
prog    begin { @m["a"] = 1; @m["b"] = 2; @m["c"] = 3; @m["d"] = 4; @s = 5; @n[1, 2] = 1;
        	print(delete(@m, "a")); print(delete(@m, "a")); delete(@m["b"]); delete(@m["c"], @n[1, 2]); delete(@s);
        	printf("%d %d %d\n", has_key(@m, "b"), has_key(@m, "c"), has_key(@m, "d")); @n[3, 4] = 1; delete(@n, (3, 4)); delete(@m, "d"); print(@m); print(@n); printf("%d\n", @s); }
expect  true
        false
        0 0 1
        0
---
name    len counts the entries
needs   root
prog    begin { @m[1] = 1; @m[2] = 1; @m[3] = 1; print(len(@m)); delete(@m, 2); print(len(@m)); @m[3] = 9; print(len(@m)); @c[1] = count(); @c[2] = count(); @c[1] = count(); print(len(@c)); clear(@m); clear(@c); }
expect  3
        2
        2
        2
---
name    integers are printed in the order of their values, the rest in the order of keys
needs   root
prog    begin { @i["z"] = -1; @i["a"] = 5; @i["m"] = 5; @i["b"] = 0; print(@i); @s[3] = "b"; @s[1] = "c"; @s[-2] = "a"; print(@s); @t[2, "b"] = (1, 2); @t[2, "a"] = (0, 9); @t[1, "z"] = (5, 5); print(@t); clear(@i); clear(@s); clear(@t); }
expect  @i[z]: -1
        @i[b]: 0
        @i[a]: 5
        @i[m]: 5
        @s[-2]: a
        @s[1]: c
        @s[3]: b
        @t[1, z]: (5, 5)
        @t[2, a]: (0, 9)
        @t[2, b]: (1, 2)
---
name    values of every kind
needs   root
prog    begin { @i = -3; @u = 18446744073709551615; @b = true; @s = "text"; @t = (1, "a", (true, 2)); }
expect


        @b: true
        @i: -3
        @s: text
        @t: (1, a, (true, 2))
        @u: 18446744073709551615
---
name    a map's types are the join over the whole program
needs   root
prog    begin { @m[1] = 1; @m[300] = -70000; @m[-70000] = 4294967296; @s["a"] = "x"; @s["a longer key"] = "a longer value"; }
expect


        @m[300]: -70000
        @m[1]: 1
        @m[-70000]: 4294967296
        @s[a]: x
        @s[a longer key]: a longer value
---
name    two hundred keys, all there
needs   root
sh      awk 'BEGIN { print "begin {"; for (i = 0; i < 200; i++) print "@[" (199 - i) ", \"k" i "\"] = " i ";"; print "}" }' > keys.bt && $SONDE keys.bt | grep '^@' | awk -F': ' '$0 != "@[" 200 - NR ", k" (NR - 1) "]: " (NR - 1) { bad++ } END { print NR, bad + 0 }'
expect  200 0
---
name    a full map says so and keeps what it has
needs   root
sh      export SONDE_MAX_MAP_KEYS=3; $SONDE -q -e 'begin { @m[1] = 1; @m[2] = 2; @m[3] = 3; @m[4] = 4; @m[5] = 5; }' 2>err; cat err | grep -o 'map_full @m 2'
expect


        @m[1]: 1
        @m[2]: 2
        @m[3]: 3
        map_full @m 2
