# what the session tells: probes, losses, warnings, the end

case attach line
attached 1
attached 12
text
stderr
|Attached 1 probe
|Attached 12 probes
json
|{"type": "attached_probes", "count": 1, "data": {"probes": 1}}
|{"type": "attached_probes", "count": 12, "data": {"probes": 12}}

case quiet attach line
quiet
attached 1
text
json

case lost events, quiet or not
quiet
lost 3
lost 1
text
stderr
|Lost 3 events
|Lost 1 event
json
|{"type": "lost_events", "count": 3, "data": {"events": 3}}
|{"type": "lost_events", "count": 1, "data": {"events": 1}}

case maps at exit
say printf "last line\n"
exit-maps
map @a int64
  1
map @b count
  <1>
text
|last line
|
|
|@a: 1
|@b: 1
json
|{"type": "printf", "data": "last line\n"}
|{"type": "map", "data": {"@a": 1}}
|{"type": "map", "data": {"@b": 1}}

case a complete run
summary duration_ns=1000000
text
json
|{"type": "summary", "data": {"complete": true, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 1000000}}

case a complete run, quiet
quiet
summary duration_ns=1000000
text
json

case an incomplete run
quiet
summary lost_events=12 map_full@a=3 missed_runs:kprobe:vfs_read=4 duration_ns=1000000
text
stderr
|Incomplete: lost_events 12; map_full @a 3; missed_runs kprobe:vfs_read 4
json
|{"type": "summary", "data": {"complete": false, "lost_events": 12, "map_full": {"@a": 3}, "missed_runs": {"kprobe:vfs_read": 4}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 1000000}}

case every counter
summary stopped_early=1 late_labels=2 skipped_probes=3 unresolved_symbols=4 truncated_strings=5 map_full@a=6 map_full@b=7 duration_ns=0
text
stderr
|Incomplete: map_full @a 6; map_full @b 7; truncated_strings 5; unresolved_symbols 4; skipped_probes 3; late_labels 2; stopped_early 1
json
|{"type": "summary", "data": {"complete": false, "lost_events": 0, "map_full": {"@a": 6, "@b": 7}, "missed_runs": {}, "truncated_strings": 5, "unresolved_symbols": 4, "skipped_probes": 3, "late_labels": 2, "stopped_early": 1, "duration_ns": 0}}

case a warning of the running program
script "begin {\n\tprint(1 / @zero);\n}"
warn 2 8 "division by zero: the result is taken as 1"
text
stderr
|<arg>:2:8: warning: division by zero: the result is taken as 1
|        print(1 / @zero);
|              ^
json
|{"type": "runtime_error", "msg": "division by zero: the result is taken as 1", "filename": "stdin", "line": 2, "col": 8}
