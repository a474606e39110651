# tests/live/lang_query.t - what is known of a value's type, and control groups.
name    types of values
needs   root
prog    begin { $x = (uint8)1; @m = -1; $p = (int8 *)0;
                printf("%d%d%d %d%d%d %d%d %d%d\n", is_literal(5), is_literal("a"), is_literal($x), is_str(comm), is_str(5), is_ptr($p),
                        is_array(pton("::1")), is_array(comm), is_integer(@m), is_integer("1"));
                printf("%d%d%d\n", is_unsigned_integer($x), is_unsigned_integer(@m), is_unsigned_integer(comm)); }
expect-re ^110 101 10 10$
expect-re ^100$
---
name    cgroupid is the number that the directory has, cgroup_path leads back
needs   root
sh      d=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts); [ -n "$d" ] || { echo 'unified:/'; exit; }; $SONDE -q -e "begin { printf(\"%d %s\n\", cgroupid(\"$d\"), cgroup_path(cgroupid(\"$d\"), \"uni*\")); }" > out; [ "$(cut -d' ' -f1 out)" = "$(stat -c %i "$d")" ] && cut -d' ' -f2 out
expect  unified:/
---
name    a filter that no hierarchy has, and an id that there is not
needs   root
prog    begin { printf("[%s] [%s]\n", cgroup_path(1, "no-such*"), cgroup_path(123456789123)); }
expect  [] []
