# openmetrics: one exposition at exit, a family for each map

case counters and gauges
map @reads string[8]: count keys=comm
  "sh": <1 2 3>
  "a\"b\\c\nd": <1>
map @bytes uint32: sum.uint64 keys=pid
  7: <100 23>
map @diff sum.int64
  <-5>
map @ int64
  -3
map @avg (string[4],int64): avg.int64 keys=comm,fd
  ("x",3): <-7 -8>
map @low min.int64
  <-4 3>
map @high max.uint64
  <0xffffffffffffffff>
map @dev stddev.int64
  <2 4 4 4 5 5 7 9>
summary duration_ns=5
openmetrics
|# TYPE sonde_reads counter
|# HELP sonde_reads the map @reads
|sonde_reads_total{comm="a\"b\\c\nd"} 1
|sonde_reads_total{comm="sh"} 3
|# TYPE sonde_bytes counter
|# HELP sonde_bytes the map @bytes
|sonde_bytes_total{pid="7"} 123
|# TYPE sonde_diff gauge
|# HELP sonde_diff the map @diff
|sonde_diff -5
|# TYPE sonde_map gauge
|# HELP sonde_map the map @
|sonde_map -3
|# TYPE sonde_avg gauge
|# HELP sonde_avg the map @avg
|sonde_avg{comm="x",fd="3"} -7
|# TYPE sonde_low gauge
|# HELP sonde_low the map @low
|sonde_low -4
|# TYPE sonde_high gauge
|# HELP sonde_high the map @high
|sonde_high 18446744073709551615
|# TYPE sonde_dev gauge
|# HELP sonde_dev the map @dev
|sonde_dev 2
|# TYPE sonde_incomplete gauge
|# HELP sonde_incomplete what the run lost or left out, by reason
|sonde_incomplete{reason="lost_events"} 0
|sonde_incomplete{reason="map_full"} 0
|sonde_incomplete{reason="missed_runs"} 0
|sonde_incomplete{reason="truncated_strings"} 0
|sonde_incomplete{reason="unresolved_symbols"} 0
|sonde_incomplete{reason="skipped_probes"} 0
|sonde_incomplete{reason="late_labels"} 0
|sonde_incomplete{reason="stopped_early"} 0
|# EOF
text
|@reads[a"b\c
|d]: 1
|@reads[sh]: 3
|@bytes[7]: 123
|@diff: -5
|@: -3
|@avg[x, 3]: -7
|@low: -4
|@high: 18446744073709551615
|@dev: 2
json
|{"type": "map", "data": {"@reads": {"a\"b\\c\nd": 1, "sh": 3}}}
|{"type": "map", "data": {"@bytes": {"7": 123}}}
|{"type": "map", "data": {"@diff": -5}}
|{"type": "map", "data": {"@": -3}}
|{"type": "stats", "data": {"@avg": {"x,3": -7}}}
|{"type": "map", "data": {"@low": -4}}
|{"type": "map", "data": {"@high": "18446744073709551615"}}
|{"type": "map", "data": {"@dev": 2}}
|{"type": "summary", "data": {"complete": true, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 5}}

case summaries and histograms
map @s string[4]: stats.int64 keys=comm
  "a": <1 2|3>
map @p pct.uint64.5.50.90.999
  <1*99 1000>
map @h string[4]: hist.0 keys=le
  "a": <-1 0 5 6>
map @l lhist.0.30.10
  <-1 5 35 36>
map @up lhist.0.20.10
  <5 15>
map @empty hist.0
  <>
summary lost_events=3 map_full@a=2 map_full@b=5 missed_runs:p=1
openmetrics
|# TYPE sonde_s summary
|# HELP sonde_s the map @s
|sonde_s_count{comm="a"} 3
|sonde_s_sum{comm="a"} 6
|# TYPE sonde_p summary
|# HELP sonde_p the map @p
|sonde_p{quantile="0.05"} 1
|sonde_p{quantile="0.5"} 1
|sonde_p{quantile="0.9"} 1
|sonde_p{quantile="0.999"} 1000
|sonde_p{quantile="1.0"} 1000
|sonde_p_count 100
|# TYPE sonde_h histogram
|# HELP sonde_h the map @h
|sonde_h_bucket{le_2="a",le="-1.0"} 1
|sonde_h_bucket{le_2="a",le="0.0"} 2
|sonde_h_bucket{le_2="a",le="1.0"} 2
|sonde_h_bucket{le_2="a",le="3.0"} 2
|sonde_h_bucket{le_2="a",le="7.0"} 4
|sonde_h_bucket{le_2="a",le="+Inf"} 4
|# TYPE sonde_l histogram
|# HELP sonde_l the map @l
|sonde_l_bucket{le="-1.0"} 1
|sonde_l_bucket{le="9.0"} 2
|sonde_l_bucket{le="19.0"} 2
|sonde_l_bucket{le="29.0"} 2
|sonde_l_bucket{le="+Inf"} 4
|# TYPE sonde_up histogram
|# HELP sonde_up the map @up
|sonde_up_bucket{le="9.0"} 1
|sonde_up_bucket{le="19.0"} 2
|sonde_up_bucket{le="+Inf"} 2
|# TYPE sonde_empty histogram
|# HELP sonde_empty the map @empty
|sonde_empty_bucket{le="+Inf"} 0
|# TYPE sonde_incomplete gauge
|# HELP sonde_incomplete what the run lost or left out, by reason
|sonde_incomplete{reason="lost_events"} 3
|sonde_incomplete{reason="map_full"} 7
|sonde_incomplete{reason="missed_runs"} 1
|sonde_incomplete{reason="truncated_strings"} 0
|sonde_incomplete{reason="unresolved_symbols"} 0
|sonde_incomplete{reason="skipped_probes"} 0
|sonde_incomplete{reason="late_labels"} 0
|sonde_incomplete{reason="stopped_early"} 0
|# EOF
stderr
|Incomplete: lost_events 3; map_full @a 2; map_full @b 5; missed_runs p 1
text
|@s[a]: { .count = 3, .average = 2, .total = 6 }
|@p: { .count = 100, .p5 = 1, .p50 = 1, .p90 = 1, .p99.9 = 1000, .max = 1000 }
|@h[a]:
|(..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
|[0]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
|[1]                    0 |                                                    |
|[2, 4)                 0 |                                                    |
|[4, 8)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
|
|@l:
|(..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
|[0, 10)                1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
|[10, 20)               0 |                                                    |
|[20, 30)               0 |                                                    |
|[30, ...)              2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
|
|@up:
|[0, 10)                1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
|[10, 20)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
|
|@empty:
|
json
|{"type": "stats", "data": {"@s": {"a": {"count": 3, "average": 2, "total": 6}}}}
|{"type": "pct", "data": {"@p": {"count": 100, "p5": 1, "p50": 1, "p90": 1, "p99.9": 1000, "max": 1000}}}
|{"type": "hist", "data": {"@h": {"a": [{"max": -1, "count": 1},{"min": 0, "max": 0, "count": 1},{"min": 1, "max": 1, "count": 0},{"min": 2, "max": 3, "count": 0},{"min": 4, "max": 7, "count": 2}]}}}
|{"type": "hist", "data": {"@l": [{"max": -1, "count": 1},{"min": 0, "max": 9, "count": 1},{"min": 10, "max": 19, "count": 0},{"min": 20, "max": 29, "count": 0},{"min": 30, "count": 2}]}}
|{"type": "hist", "data": {"@up": [{"min": 0, "max": 9, "count": 1},{"min": 10, "max": 19, "count": 1}]}}
|{"type": "hist", "data": {"@empty": []}}
|{"type": "summary", "data": {"complete": false, "lost_events": 3, "map_full": {"@a": 2, "@b": 5}, "missed_runs": {"p": 1}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 0}}

case a map is exposed as it was printed last, the others are told once
attached 1
map @c count
  <1>
map @c count
  <1 2 3>
map @text string[4]
  "a"
map @text string[4]
  "a"
map @t tseries.int64.100000000.10.4
  <0*5>
map @b bool
  true
printf "free\n"
value (int64,int64) (1,2)
summary duration_ns=5
openmetrics
|# TYPE sonde_c counter
|# HELP sonde_c the map @c
|sonde_c_total 3
|# TYPE sonde_incomplete gauge
|# HELP sonde_incomplete what the run lost or left out, by reason
|sonde_incomplete{reason="lost_events"} 0
|sonde_incomplete{reason="map_full"} 0
|sonde_incomplete{reason="missed_runs"} 0
|sonde_incomplete{reason="truncated_strings"} 0
|sonde_incomplete{reason="unresolved_symbols"} 0
|sonde_incomplete{reason="skipped_probes"} 0
|sonde_incomplete{reason="late_labels"} 0
|sonde_incomplete{reason="stopped_early"} 0
|# EOF
beside
|Attached 1 probe
|map '@text': left out of this format: its values are no metric
|map '@t': left out of this format: its values are no metric
|map '@b': left out of this format: its values are no metric
|free
|(1, 2)
stderr
|Attached 1 probe
text
|@c: 1
|@c: 3
|@text: a
|@text: a
|@t:
|             -1                                                  1
|hh:mm:ss.ms  |___________________________________________________|
|00:00:00.500 |                         *                         | 0
|             v___________________________________________________v
|             -1                                                  1
|
|@b: true
|free
|(1, 2)
json
|{"type": "attached_probes", "count": 1, "data": {"probes": 1}}
|{"type": "map", "data": {"@c": 1}}
|{"type": "map", "data": {"@c": 3}}
|{"type": "map", "data": {"@text": "a"}}
|{"type": "map", "data": {"@text": "a"}}
|{"type": "tseries", "data": {"@t": [{"interval_start":"1970-01-01 00:00:00.500000000","value":0}]}}
|{"type": "map", "data": {"@b": true}}
|{"type": "printf", "data": "free\n"}
|{"type": "value", "data": [1,2]}
|{"type": "summary", "data": {"complete": true, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 5}}

case names and labels that would be taken for one
kernel "ffffffff81000000 T start_it\nffffffff81000100 t middle\n"
stack 1 0xffffffff81000105 0xffffffff81000010
map @ count
  <1>
map @map count
  <1 2>
map @x_total count
  <1>
map @x int64
  5
map @incomplete int64
  6
map @time timestamp"%F": count keys=when
  1: <1>
  2: <1 2>
map @raw (string[4],string[4]): count keys=a,b
  ("\xff","x"): <1>
map @k kstack: count keys=kstack
  1: <1>
summary duration_ns=5
openmetrics
|# TYPE sonde_map counter
|# HELP sonde_map the map @
|sonde_map_total 1
|# TYPE sonde_map_2 counter
|# HELP sonde_map_2 the map @map
|sonde_map_2_total 2
|# TYPE sonde_x counter
|# HELP sonde_x the map @x_total
|sonde_x_total 1
|# TYPE sonde_x_2 gauge
|# HELP sonde_x_2 the map @x
|sonde_x_2 5
|# TYPE sonde_incomplete_2 gauge
|# HELP sonde_incomplete_2 the map @incomplete
|sonde_incomplete_2 6
|# TYPE sonde_time counter
|# HELP sonde_time the map @time
|sonde_time_total{when="2001-09-09"} 1
|sonde_time_total{when="2001-09-09#2"} 2
|# TYPE sonde_raw counter
|# HELP sonde_raw the map @raw
|sonde_raw_total{a="\\u00ff",b="x"} 1
|# TYPE sonde_k counter
|# HELP sonde_k the map @k
|sonde_k_total{kstack="start_it+16;middle+5"} 1
|# TYPE sonde_incomplete gauge
|# HELP sonde_incomplete what the run lost or left out, by reason
|sonde_incomplete{reason="lost_events"} 0
|sonde_incomplete{reason="map_full"} 0
|sonde_incomplete{reason="missed_runs"} 0
|sonde_incomplete{reason="truncated_strings"} 0
|sonde_incomplete{reason="unresolved_symbols"} 0
|sonde_incomplete{reason="skipped_probes"} 0
|sonde_incomplete{reason="late_labels"} 0
|sonde_incomplete{reason="stopped_early"} 0
|# EOF
text
|@: 1
|@map: 2
|@x_total: 1
|@x: 5
|@incomplete: 6
|@time[2001-09-09]: 1
|@time[2001-09-09]: 2
$@raw[\xff, x]: 1\n
|@k[
|        middle+5
|        start_it+16
|]: 1
json
|{"type": "map", "data": {"@": 1}}
|{"type": "map", "data": {"@map": 2}}
|{"type": "map", "data": {"@x_total": 1}}
|{"type": "map", "data": {"@x": 5}}
|{"type": "map", "data": {"@incomplete": 6}}
|{"type": "map", "data": {"@time": {"2001-09-09": 1, "2001-09-09#2": 2}}}
|{"type": "map", "data": {"@raw": {"\u00ff,x": 1}}}
|{"type": "map", "data": {"@k": {"\n        middle+5\n        start_it+16\n": 1}}}
|{"type": "summary", "data": {"complete": true, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 5}}
