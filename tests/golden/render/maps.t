# maps: headers, keys, order, top and div

case scalars
map @scalar int64
  5
map @ count
  <1 2|3>
map @text string[16]
  "a b"
map @stats stats.int64
  <1 2|3>
text
|@scalar: 5
|@: 3
|@text: a b
|@stats: { .count = 3, .average = 2, .total = 6 }
json
|{"type": "map", "data": {"@scalar": 5}}
|{"type": "map", "data": {"@": 3}}
|{"type": "map", "data": {"@text": "a b"}}
|{"type": "stats", "data": {"@stats": {"count": 3, "average": 2, "total": 6}}}

case keys of one part go by key when the value is no aggregation
map @map string[8]: int64
  "key2": 1
  "key1": 2
  "Key": 3
map @n int64: int64
  10: 1
  -1: 1
  9: 1
map @u uint64: int64
  0xffffffffffffffff: 1
  1: 1
map @b bool: int64
  true: 1
  false: 2
map @p ptr: int64
  0xffffffff81000000: 1
  0x10: 2
text
|@map[Key]: 3
|@map[key1]: 2
|@map[key2]: 1
|@n[-1]: 1
|@n[9]: 1
|@n[10]: 1
|@u[1]: 1
|@u[18446744073709551615]: 1
|@b[false]: 2
|@b[true]: 1
|@p[0x10]: 2
|@p[0xffffffff81000000]: 1
json
|{"type": "map", "data": {"@map": {"Key": 3, "key1": 2, "key2": 1}}}
|{"type": "map", "data": {"@n": {"-1": 1, "9": 1, "10": 1}}}
|{"type": "map", "data": {"@u": {"1": 1, "18446744073709551615": 1}}}
|{"type": "map", "data": {"@b": {"false": 2, "true": 1}}}
|{"type": "map", "data": {"@p": {"0x10": 2, "0xffffffff81000000": 1}}}

case empty maps
map @none int64: int64
text
json

case several keys
map @complex (string[8],int64): int64
  ("sh",2): 5
map @x (int64,(int64,int64)): int64
  (1,(2,3)): 4
map @s string[16]: int64
  "(1, 2)": 1
map @t (bool,ptr,int8*2,{a int8}): int64
  (true,0xf,[1,2],{3}): 1
text
|@complex[sh, 2]: 5
|@x[1, (2, 3)]: 4
|@s[(1, 2)]: 1
|@t[true, 0xf, [1,2], { .a = 3 }]: 1
json
|{"type": "map", "data": {"@complex": {"sh,2": 5}}}
|{"type": "map", "data": {"@x": {"1,(2,3)": 4}}}
|{"type": "map", "data": {"@s": {"(1, 2)": 1}}}
|{"type": "map", "data": {"@t": {"true,0xf,[1,2],{ .a = 3 }": 1}}}

case tuples order by their parts
map @ (string[8],int64): int64
  ("b",1): 1
  ("a",10): 2
  ("a",-5): 3
  ("a",9): 4
text
|@[a, -5]: 3
|@[a, 9]: 4
|@[a, 10]: 2
|@[b, 1]: 1
json
|{"type": "map", "data": {"@": {"a,-5": 3, "a,9": 4, "a,10": 2, "b,1": 1}}}

case commas and backslashes in parts of keys
map @ (string[8],string[8]): int64
  ("a,b","c"): 1
  ("a","b,c"): 2
  ("a\\","b"): 3
  ("\"","\n"): 4
map @plain string[8]: int64
  "a,b\\": 1
map @in (int8,(string[8],int8)): int64
  (1,("x,",2)): 1
text
|@[", 
|]: 4
|@[a, b,c]: 2
|@[a,b, c]: 1
|@[a\, b]: 3
|@plain[a,b\]: 1
|@in[1, (x,, 2)]: 1
json
|{"type": "map", "data": {"@": {"\",\n": 4, "a,b\\,c": 2, "a\\,b,c": 1, "a\\\\,b": 3}}}
|{"type": "map", "data": {"@plain": {"a,b\\": 1}}}
|{"type": "map", "data": {"@in": {"1,(x\\,,2)": 1}}}

case keys that read the same are numbered
map @time timestamp"%F": count
  1: <1>
  2: <1 2>
  3: <1 2 3>
# U+0080 as a character and as a byte that is none
map @raw string[4]: count
  "\x80": <1>
  "\xc2\x80": <1 2>
map @taken string[2]: int64
  "a#": 1
map @cut timestamp"same#2": count
  1: <1>
  2: <1 2>
# truncated: "ab" with the mark, and a key that reads so by itself
trailer "#2"
map @mark string[4]: count
  "ab#2": <1>
map @several (timestamp"%Y",int8): count
  (1,1): <1>
  (2,1): <1 2>
text
|@time[2001-09-09]: 1
|@time[2001-09-09]: 2
|@time[2001-09-09]: 3
$@raw[\x80]: 1\n
$@raw[\xc2\x80]: 2\n
|@taken[a##2]: 1
|@cut[same#2]: 1
|@cut[same#2]: 2
|@mark[ab#2#2]: 1
|@several[2001, 1]: 1
|@several[2001, 1]: 2
json
|{"type": "map", "data": {"@time": {"2001-09-09": 1, "2001-09-09#2": 2, "2001-09-09#3": 3}}}
${"type": "map", "data": {"@raw": {"\\u0080": 1, "\xc2\x80#2": 2}}}\n
|{"type": "map", "data": {"@taken": {"a##2": 1}}}
|{"type": "map", "data": {"@cut": {"same#2": 1, "same#2#2": 2}}}
|{"type": "map", "data": {"@mark": {"ab#2#2": 1}}}
|{"type": "map", "data": {"@several": {"2001,1": 1, "2001,1#2": 2}}}

case count, sum, min and max go by value, ties by key
map @count string[8]: count
  "c": <1 2 3>
  "a": <1|2 3>
  "b": <1>
map @sum string[8]: sum.int64
  "b": <-5>
  "a": <5|-20>
  "c": <3>
map @usum string[8]: sum.uint64
  "big": <0xffffffffffffffff>
  "small": <1>
map @min string[8]: min.int64
  "a": <5 -7|3>
  "b": <-9223372036854775808>
  "c": <9223372036854775807>
map @max string[8]: max.int64
  "a": <5 -7|3>
  "b": <-1>
map @umax string[8]: max.uint64
  "a": <1>
  "b": <0x8000000000000000>
text
|@count[b]: 1
|@count[a]: 3
|@count[c]: 3
|@sum[a]: -15
|@sum[b]: -5
|@sum[c]: 3
|@usum[small]: 1
|@usum[big]: 18446744073709551615
|@min[b]: -9223372036854775808
|@min[a]: -7
|@min[c]: 9223372036854775807
|@max[b]: -1
|@max[a]: 5
|@umax[a]: 1
|@umax[b]: 9223372036854775808
json
|{"type": "map", "data": {"@count": {"b": 1, "a": 3, "c": 3}}}
|{"type": "map", "data": {"@sum": {"a": -15, "b": -5, "c": 3}}}
|{"type": "map", "data": {"@usum": {"small": 1, "big": "18446744073709551615"}}}
|{"type": "map", "data": {"@min": {"b": -9223372036854775808, "a": -7, "c": "9223372036854775807"}}}
|{"type": "map", "data": {"@max": {"b": -1, "a": 5}}}
|{"type": "map", "data": {"@umax": {"a": 1, "b": 9223372036854775808}}}

case min and max of no sample do not print
map @min string[8]: min.int64
  "none": <|>
  "zero": <0>
map @max string[8]: max.int64
  "none": <>
text
|@min[zero]: 0
json
|{"type": "map", "data": {"@min": {"zero": 0}}}

case averages and stats go by the average
map @avg string[8]: avg.int64
  "d": <4>
  "c": <1 2|7>
  "neg": <-7 -8>
map @stats string[8]: stats.int64
  "few": <10>
  "many": <1*1000>
  "neg": <-7|-8>
map @uavg uint32: avg.uint64
  1: <0x8000000000000000>
text
|@avg[neg]: -7
|@avg[c]: 3
|@avg[d]: 4
|@stats[neg]: { .count = 2, .average = -7, .total = -15 }
|@stats[many]: { .count = 1000, .average = 1, .total = 1000 }
|@stats[few]: { .count = 1, .average = 10, .total = 10 }
|@uavg[1]: 9223372036854775808
json
|{"type": "stats", "data": {"@avg": {"neg": -7, "c": 3, "d": 4}}}
|{"type": "stats", "data": {"@stats": {"neg": {"count": 2, "average": -7, "total": -15}, "many": {"count": 1000, "average": 1, "total": 1000}, "few": {"count": 1, "average": 10, "total": 10}}}}
|{"type": "stats", "data": {"@uavg": {"1": 9223372036854775808}}}

case top keeps the last, div divides what is shown
map @c string[8]: count top=2 div=10
  "a": <1*5>
  "b": <1*25>
  "c": <1*99>
map @s string[8]: stats.int64 div=10
  "a": <100*3>
map @a string[8]: avg.int64 div=3
  "a": <-10>
map @i string[8]: int64 top=1 div=2
  "a": 100
  "b": -7
map @all string[8]: int64 top=5
  "a": 1
map @t string[8]: (int64,string[4]) div=2
  "a": (9,"9")
text
|@c[b]: 2
|@c[c]: 9
|@s[a]: { .count = 3, .average = 10, .total = 30 }
|@a[a]: -3
|@i[b]: -3
|@all[a]: 1
|@t[a]: (4, 9)
json
|{"type": "map", "data": {"@c": {"b": 2, "c": 9}}}
|{"type": "stats", "data": {"@s": {"a": {"count": 3, "average": 10, "total": 30}}}}
|{"type": "stats", "data": {"@a": {"a": -3}}}
|{"type": "map", "data": {"@i": {"b": -3}}}
|{"type": "map", "data": {"@all": {"a": 1}}}
|{"type": "map", "data": {"@t": {"a": [4,"9"]}}}

case values of every shape
map @ int64: (int8,int8,string[8],(int8,int8))
  1: (1,2,"string",(4,5))
map @a int64: {a int8,d (int8,int8)}
  1: {0,(5,6)}
map @b int64: bool
  1: true
map @p int64: ptr
  1: 0x10
map @cut int64: string[2]
  1: "ab"
map @arr int64: uint8*3
  1: [1,2,3]
text
|@[1]: (1, 2, string, (4, 5))
|@a[1]: { .a = 0, .d = (5, 6) }
|@b[1]: true
|@p[1]: 0x10
|@cut[1]: ab..
|@arr[1]: [1,2,3]
json
|{"type": "map", "data": {"@": {"1": [1,2,"string",[4,5]]}}}
|{"type": "map", "data": {"@a": {"1": {"a": 0, "d": [5,6]}}}}
|{"type": "map", "data": {"@b": {"1": true}}}
|{"type": "map", "data": {"@p": {"1": 16}}}
|{"type": "map", "data": {"@cut": {"1": "ab.."}}}
|{"type": "map", "data": {"@arr": {"1": [1,2,3]}}}

case a scalar tuple
map @ (int8,int8,string[8],(int8,int8))
  (1,2,"string",(4,5))
map @a {a int8,d (int8,int8)}
  {0,(5,6)}
text
|@: (1, 2, string, (4, 5))
|@a: { .a = 0, .d = (5, 6) }
json
|{"type": "map", "data": {"@": [1,2,"string",[4,5]]}}
|{"type": "map", "data": {"@a": {"a": 0, "d": [5,6]}}}

case probe names order by their text
probe tracepoint:z:b
probe tracepoint:a:c
map @ probe: int64
  0: 1
  1: 2
text
|@[tracepoint:a:c]: 2
|@[tracepoint:z:b]: 1
json
|{"type": "map", "data": {"@": {"tracepoint:a:c": 2, "tracepoint:z:b": 1}}}

case keys of every kind print their text
probe begin
map @ string[2]: int64
  "ab": 1
map @t timestamp"%F %T": int64
  1000000000: 1
map @n ((int8,int8),(int8,)): int64
  ((1,2),(3)): 1
map @p (probe,string[4]): int64
  (0,"x"): 1
text
|@[ab..]: 1
|@t[2001-09-09 01:46:41]: 1
|@n[(1, 2), (3)]: 1
|@p[begin, x]: 1
json
|{"type": "map", "data": {"@": {"ab..": 1}}}
|{"type": "map", "data": {"@t": {"2001-09-09 01:46:41": 1}}}
|{"type": "map", "data": {"@n": {"(1,2),(3)": 1}}}
|{"type": "map", "data": {"@p": {"begin,x": 1}}}

case enum keys and values
map @e enum(ZED=1,ABLE=2)uint32: enum(ZED=1,ABLE=2)uint32
  2: 1
  1: 2
  5: 9
text
|@e[ZED]: ABLE
|@e[ABLE]: ZED
|@e[5]: 9
json
|{"type": "map", "data": {"@e": {"ZED": 2, "ABLE": 1, "5": 9}}}
