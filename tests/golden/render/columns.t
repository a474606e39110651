# csv and tsv: a header where it differs from the last one, a row for each entry

case one header for prints of one shape
map @m string[8]: count keys=comm
  "a": <1>
  "b": <1 2>
map @m string[8]: count keys=comm
  "b": <1 2 3>
csv
|time,map,comm,value
|2009-02-13T23:31:30.123456789Z,@m,a,1
|2009-02-13T23:31:30.123456789Z,@m,b,2
|2009-02-13T23:31:30.123456789Z,@m,b,3
tsv
|time	map	comm	value
|2009-02-13T23:31:30.123456789Z	@m	a	1
|2009-02-13T23:31:30.123456789Z	@m	b	2
|2009-02-13T23:31:30.123456789Z	@m	b	3
text
|@m[a]: 1
|@m[b]: 2
|@m[b]: 3
json
|{"type": "map", "data": {"@m": {"a": 1, "b": 2}}}
|{"type": "map", "data": {"@m": {"b": 3}}}

case another header stands behind an empty line
map @a int64: int64 keys=pid
  1: 10
map @b (int64,string[4]): int64 keys=pid,comm
  (1,"x"): 20
map @c int64: int64 keys=pid
  2: -30
map @scalar uint64
  7
csv
|time,map,pid,value
|2009-02-13T23:31:30.123456789Z,@a,1,10
|
|time,map,pid,comm,value
|2009-02-13T23:31:30.123456789Z,@b,1,x,20
|
|time,map,pid,value
|2009-02-13T23:31:30.123456789Z,@c,2,-30
|
|time,map,value
|2009-02-13T23:31:30.123456789Z,@scalar,7
text
|@a[1]: 10
|@b[1, x]: 20
|@c[2]: -30
|@scalar: 7
json
|{"type": "map", "data": {"@a": {"1": 10}}}
|{"type": "map", "data": {"@b": {"1,x": 20}}}
|{"type": "map", "data": {"@c": {"2": -30}}}
|{"type": "map", "data": {"@scalar": 7}}

case columns of the format keep their names, and the script's are told apart from them and from each other
map @clash (int64,int64,int64,int64): int64 keys=time,Map,value,time_2
  (1,2,3,4): 5
map @stats int64: stats.int64 keys=count
  1: <8 0>
csv
|time,map,time_3,Map_2,value_2,time_2,value
|2009-02-13T23:31:30.123456789Z,@clash,1,2,3,4,5
|
|time,map,count_2,count,average,total
|2009-02-13T23:31:30.123456789Z,@stats,1,2,4,8
tsv
|time	map	time_3	Map_2	value_2	time_2	value
|2009-02-13T23:31:30.123456789Z	@clash	1	2	3	4	5
|
|time	map	count_2	count	average	total
|2009-02-13T23:31:30.123456789Z	@stats	1	2	4	8
text
|@clash[1, 2, 3, 4]: 5
|@stats[1]: { .count = 2, .average = 4, .total = 8 }
json
|{"type": "map", "data": {"@clash": {"1,2,3,4": 5}}}
|{"type": "stats", "data": {"@stats": {"1": {"count": 2, "average": 4, "total": 8}}}}

case names of parts that are no names of the key are numbers
map @v (int64,int64): int64 keys=pair
  (1,2): 3
map @none (int64,int64): int64
  (1,2): 3
map @nested (int64,(int64,string[4])): int64 keys=pid,key2
  (1,(2,"a")): 3
csv
|time,map,key1,key2,value
|2009-02-13T23:31:30.123456789Z,@v,1,2,3
|2009-02-13T23:31:30.123456789Z,@none,1,2,3
|
|time,map,pid,key2,value
|2009-02-13T23:31:30.123456789Z,@nested,1,"(2, a)",3
text
|@v[1, 2]: 3
|@none[1, 2]: 3
|@nested[1, (2, a)]: 3
json
|{"type": "map", "data": {"@v": {"1,2": 3}}}
|{"type": "map", "data": {"@none": {"1,2": 3}}}
|{"type": "map", "data": {"@nested": {"1,(2,a)": 3}}}

case fields that need quotes or escapes
map @q string[16]: int64 keys=s
  "a,b": 1
  "say \"hi\"": 2
  "two\nlines": 3
  "cr\r": 4
  "tab\there": 5
  "back\\slash": 6
  "": 7
  " blank ": 8
csv
|time,map,s,value
|2009-02-13T23:31:30.123456789Z,@q,,7
|2009-02-13T23:31:30.123456789Z,@q, blank ,8
|2009-02-13T23:31:30.123456789Z,@q,"a,b",1
|2009-02-13T23:31:30.123456789Z,@q,back\slash,6
$2009-02-13T23:31:30.123456789Z,@q,"cr\r",4\n
|2009-02-13T23:31:30.123456789Z,@q,"say ""hi""",2
|2009-02-13T23:31:30.123456789Z,@q,tab	here,5
|2009-02-13T23:31:30.123456789Z,@q,"two
|lines",3
tsv
|time	map	s	value
|2009-02-13T23:31:30.123456789Z	@q		7
|2009-02-13T23:31:30.123456789Z	@q	 blank 	8
|2009-02-13T23:31:30.123456789Z	@q	a,b	1
|2009-02-13T23:31:30.123456789Z	@q	back\\slash	6
|2009-02-13T23:31:30.123456789Z	@q	cr\r	4
|2009-02-13T23:31:30.123456789Z	@q	say "hi"	2
|2009-02-13T23:31:30.123456789Z	@q	tab\there	5
|2009-02-13T23:31:30.123456789Z	@q	two\nlines	3
text
|@q[]: 7
|@q[ blank ]: 8
|@q[a,b]: 1
|@q[back\slash]: 6
$@q[cr\r]: 4\n
|@q[say "hi"]: 2
|@q[tab	here]: 5
|@q[two
|lines]: 3
json
|{"type": "map", "data": {"@q": {"": 7, " blank ": 8, "a,b": 1, "back\\slash": 6, "cr\r": 4, "say \"hi\"": 2, "tab\there": 5, "two\nlines": 3}}}

case aggregations of several numbers have a column for each
map @s string[4]: stats.int64 keys=comm
  "a": <1 2|3>
map @p pct.uint64.50.999
  <1*99 1000>
map @avg avg.int64
  <-7 -8>
csv
|time,map,comm,count,average,total
|2009-02-13T23:31:30.123456789Z,@s,a,3,2,6
|
|time,map,count,p50,p99.9,max
|2009-02-13T23:31:30.123456789Z,@p,100,1,1000,1000
|
|time,map,value
|2009-02-13T23:31:30.123456789Z,@avg,-7
text
|@s[a]: { .count = 3, .average = 2, .total = 6 }
|@p: { .count = 100, .p50 = 1, .p99.9 = 1000, .max = 1000 }
|@avg: -7
json
|{"type": "stats", "data": {"@s": {"a": {"count": 3, "average": 2, "total": 6}}}}
|{"type": "pct", "data": {"@p": {"count": 100, "p50": 1, "p99.9": 1000, "max": 1000}}}
|{"type": "stats", "data": {"@avg": -7}}

case a row for each bucket that is not empty
map @h string[4]: hist.0 keys=comm
  "a": <-1 0 5 6>
map @l lhist.0.30.10
  <-1 5 35 36>
csv
|time,map,comm,min,max,count
|2009-02-13T23:31:30.123456789Z,@h,a,,-1,1
|2009-02-13T23:31:30.123456789Z,@h,a,0,0,1
|2009-02-13T23:31:30.123456789Z,@h,a,4,7,2
|
|time,map,min,max,count
|2009-02-13T23:31:30.123456789Z,@l,,-1,1
|2009-02-13T23:31:30.123456789Z,@l,0,9,1
|2009-02-13T23:31:30.123456789Z,@l,30,,2
text
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
json
|{"type": "hist", "data": {"@h": {"a": [{"max": -1, "count": 1},{"min": 0, "max": 0, "count": 1},{"min": 1, "max": 1, "count": 0},{"min": 2, "max": 3, "count": 0},{"min": 4, "max": 7, "count": 2}]}}}
|{"type": "hist", "data": {"@l": [{"max": -1, "count": 1},{"min": 0, "max": 9, "count": 1},{"min": 10, "max": 19, "count": 0},{"min": 20, "max": 29, "count": 0},{"min": 30, "count": 2}]}}

case a row for each interval
map @t tseries.int64.100000000.10.4
  <0*5 5*6 2*8>
csv
|time,map,interval_start,value
|2009-02-13T23:31:30.123456789Z,@t,1970-01-01T00:00:00.500000000Z,0
|2009-02-13T23:31:30.123456789Z,@t,1970-01-01T00:00:00.600000000Z,5
|2009-02-13T23:31:30.123456789Z,@t,1970-01-01T00:00:00.700000000Z,
|2009-02-13T23:31:30.123456789Z,@t,1970-01-01T00:00:00.800000000Z,2
text
|@t:
|             0                                                   5
|hh:mm:ss.ms  |___________________________________________________|
|00:00:00.500 *                                                   | 0
|00:00:00.600 |                                                   * 5
|00:00:00.700 |                                                   | -
|00:00:00.800 |                   *                               | 2
|             v___________________________________________________v
|             0                                                   5
|
json
|{"type": "tseries", "data": {"@t": [{"interval_start":"1970-01-01 00:00:00.500000000","value":0},{"interval_start":"1970-01-01 00:00:00.600000000","value":5},{"interval_start":"1970-01-01 00:00:00.800000000","value":2}]}}

case stacks are frames from the outermost on
kernel "ffffffff81000000 T start_it\nffffffff81000100 t do;odd\nffffffff81000200 t end_it\n"
stack 1 0xffffffff81000105 0xffffffff81000010
map @ (kstack,string[4]): count keys=kstack,comm
  (1,"sh"): <1>
  (0,"sh"): <1 2>
csv
|time,map,kstack,comm,value
|2009-02-13T23:31:30.123456789Z,@,start_it+16;do:odd+5,sh,1
|2009-02-13T23:31:30.123456789Z,@,,sh,2
text
|@[
|        do;odd+5
|        start_it+16
|, sh]: 1
|@[
|, sh]: 2
json
|{"type": "map", "data": {"@": {"\n        do;odd+5\n        start_it+16\n,sh": 1, "\n,sh": 2}}}

case print of a record or tuple is a row, other text goes beside
value {pid int64,comm string[8]} {5,"a,b"}
value (int64,string[4]) (1,"x")
value int64 7
printf "hello %s" string[8] "you\n"
say join line "a b"
value (int64,string[4]) (2,"y")
csv
|time,pid,comm
|2009-02-13T23:31:30.123456789Z,5,"a,b"
|
|time,f1,f2
|2009-02-13T23:31:30.123456789Z,1,x
|2009-02-13T23:31:30.123456789Z,2,y
tsv
|time	pid	comm
|2009-02-13T23:31:30.123456789Z	5	a,b
|
|time	f1	f2
|2009-02-13T23:31:30.123456789Z	1	x
|2009-02-13T23:31:30.123456789Z	2	y
beside
|7
|hello you
|a b
text
|{ .pid = 5, .comm = a,b }
|(1, x)
|7
|hello you
|a b
|(2, y)
json
|{"type": "value", "data": {"pid": 5, "comm": "a,b"}}
|{"type": "value", "data": [1,"x"]}
|{"type": "value", "data": 7}
|{"type": "printf", "data": "hello you\n"}
|{"type": "join", "data": "a b"}
|{"type": "value", "data": [2,"y"]}

case values of every kind keep to their field
map @k int64: (int64,string[4]) keys=pid
  1: (2,"a")
map @b int64: bool keys=pid
  1: true
map @ptr int64: ptr keys=pid
  1: 0x10
map @e int64: enum(ZED=1,ABLE=2)uint32 keys=pid
  1: 2
map @cut int64: string[2] keys=pid
  1: "ab"
map @rec int64: {a int8,b int8} keys=pid
  1: {1,2}
csv
|time,map,pid,value
|2009-02-13T23:31:30.123456789Z,@k,1,"(2, a)"
|2009-02-13T23:31:30.123456789Z,@b,1,true
|2009-02-13T23:31:30.123456789Z,@ptr,1,0x10
|2009-02-13T23:31:30.123456789Z,@e,1,ABLE
|2009-02-13T23:31:30.123456789Z,@cut,1,ab..
|2009-02-13T23:31:30.123456789Z,@rec,1,"{ .a = 1, .b = 2 }"
text
|@k[1]: (2, a)
|@b[1]: true
|@ptr[1]: 0x10
|@e[1]: ABLE
|@cut[1]: ab..
|@rec[1]: { .a = 1, .b = 2 }
json
|{"type": "map", "data": {"@k": {"1": [2,"a"]}}}
|{"type": "map", "data": {"@b": {"1": true}}}
|{"type": "map", "data": {"@ptr": {"1": 16}}}
|{"type": "map", "data": {"@e": {"1": 2}}}
|{"type": "map", "data": {"@cut": {"1": "ab.."}}}
|{"type": "map", "data": {"@rec": {"1": {"a": 1, "b": 2}}}}

case notices and the record of completeness go beside
attached 2
lost 3
exit-maps
map @ count
  <1>
summary lost_events=3 map_full@a=2 duration_ns=5
csv
|time,map,value
|2009-02-13T23:31:30.123456789Z,@,1
tsv
|time	map	value
|2009-02-13T23:31:30.123456789Z	@	1
beside
|Attached 2 probes
|Lost 3 events
|Incomplete: lost_events 3; map_full @a 2
stderr
|Attached 2 probes
|Lost 3 events
|Incomplete: lost_events 3; map_full @a 2
text
|
|
|@: 1
json
|{"type": "attached_probes", "count": 2, "data": {"probes": 2}}
|{"type": "lost_events", "count": 3, "data": {"events": 3}}
|{"type": "map", "data": {"@": 1}}
|{"type": "summary", "data": {"complete": false, "lost_events": 3, "map_full": {"@a": 2}, "missed_runs": {}, "truncated_strings": 0, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 5}}
