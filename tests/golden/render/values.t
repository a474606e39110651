# print(expr): every type of value

case integers of every size and sign
value int8 -128
value int16 -32768
value int32 -2147483648
value int64 -9223372036854775808
value uint8 255
value uint16 65535
value uint32 4294967295
value uint64 18446744073709551615
value raw 4294967294
text
|-128
|-32768
|-2147483648
|-9223372036854775808
|255
|65535
|4294967295
|18446744073709551615
|4294967294
json
|{"type": "value", "data": -128}
|{"type": "value", "data": -32768}
|{"type": "value", "data": -2147483648}
|{"type": "value", "data": -9223372036854775808}
|{"type": "value", "data": 255}
|{"type": "value", "data": 65535}
|{"type": "value", "data": 4294967295}
|{"type": "value", "data": "18446744073709551615"}
|{"type": "value", "data": 4294967294}

case integers at the edge of a double
value int64 9007199254740991
value int64 9007199254740992
value int64 9007199254740993
value int64 9007199254740994
value int64 -9007199254740993
value uint64 0x8000000000000000
value uint64 0x8000000000000001
value int64 9223372036854775807
text
|9007199254740991
|9007199254740992
|9007199254740993
|9007199254740994
|-9007199254740993
|9223372036854775808
|9223372036854775809
|9223372036854775807
json
|{"type": "value", "data": 9007199254740991}
|{"type": "value", "data": 9007199254740992}
|{"type": "value", "data": "9007199254740993"}
|{"type": "value", "data": 9007199254740994}
|{"type": "value", "data": "-9007199254740993"}
|{"type": "value", "data": 9223372036854775808}
|{"type": "value", "data": "9223372036854775809"}
|{"type": "value", "data": "9223372036854775807"}

case bool, pointer and nothing
value bool true
value bool false
value ptr 0xabc
value ptr 0
value ptr 0xffff888812345679
value void
text
|true
|false
|0xabc
|0x0
|0xffff888812345679
|null
json
|{"type": "value", "data": true}
|{"type": "value", "data": false}
|{"type": "value", "data": 2748}
|{"type": "value", "data": 0}
|{"type": "value", "data": "18446612716735190649"}
|{"type": "value", "data": null}

case strings
value string[16] "bash"
value string[16] ""
value string[16] "a\0hidden"
value string[100] "long enough to lie behind the record"
text
|bash
|
|a
|long enough to lie behind the record
json
|{"type": "value", "data": "bash"}
|{"type": "value", "data": ""}
|{"type": "value", "data": "a"}
|{"type": "value", "data": "long enough to lie behind the record"}

case truncated strings get the mark
value string[4] "full"
value string[66] "012345678901234567890123456789012345678901234567890123456789012345"
value (int8, string[2]) (1, "ab")
text
|full..
|012345678901234567890123456789012345678901234567890123456789012345..
|(1, ab..)
json
|{"type": "value", "data": "full.."}
|{"type": "value", "data": "012345678901234567890123456789012345678901234567890123456789012345.."}
|{"type": "value", "data": [1,"ab.."]}

case the mark is a setting
trailer "\"…"
value string[4] "full"
text
|full"…
json
|{"type": "value", "data": "full\"…"}

case an empty mark
trailer ""
value string[4] "full"
text
|full
json
|{"type": "value", "data": "full"}

case bytes of strings
value string[16] "\"\\\n\r\t"
value string[16] "\x01\x1b\x7f"
value string[16] "é€😀"
# no UTF-8: a lone continuation, an unfinished character, an overlong form, a surrogate, beyond U+10FFFF
value string[16] "\x80"
value string[16] "a\xe2\x82"
value string[16] "\xc0\xaf"
value string[16] "\xed\xa0\x80"
value string[16] "\xf4\x90\x80\x80"
value string[16] "\xff\xc3\xa9"
text
$\"\\\n\r\t\n
$\x01\x1b\x7f\n
|é€😀
$\x80\n
$a\xe2\x82\n
$\xc0\xaf\n
$\xed\xa0\x80\n
$\xf4\x90\x80\x80\n
$\xff\xc3\xa9\n
json
|{"type": "value", "data": "\"\\\n\r\t"}
|{"type": "value", "data": "\u0001\u001b\u007f"}
|{"type": "value", "data": "é€😀"}
|{"type": "value", "data": "\u0080"}
|{"type": "value", "data": "a\u00e2\u0082"}
|{"type": "value", "data": "\u00c0\u00af"}
|{"type": "value", "data": "\u00ed\u00a0\u0080"}
|{"type": "value", "data": "\u00f4\u0090\u0080\u0080"}
|{"type": "value", "data": "\u00ffé"}

case arrays
value int32*3 [1,-2,3]
value uint8*2*2 [[5,6],[7,8]]
value int8*0 []
value string[4]*2 ["a","b"]
text
|[1,-2,3]
|[[5,6],[7,8]]
|[]
|[a,b]
json
|{"type": "value", "data": [1,-2,3]}
|{"type": "value", "data": [[5,6],[7,8]]}
|{"type": "value", "data": []}
|{"type": "value", "data": ["a","b"]}

case tuples
value (int8, string[8], (int8, int64)) (1, "abc", (4, 5))
value (int8,) (1)
value () ()
value (bool, ptr, int8*2) (true, 0x10, [1,2])
text
|(1, abc, (4, 5))
|(1)
|()
|(true, 0x10, [1,2])
json
|{"type": "value", "data": [1,"abc",[4,5]]}
|{"type": "value", "data": [1]}
|{"type": "value", "data": []}
|{"type": "value", "data": [true,16,[1,2]]}

case records
value {m int32, n uint64} {2, 3}
value {} {}
value {a int8, d (int8,int8)} {0, (5,6)}
value {name string[8], inner {x int8}, none void} {"x", {1}, }
text
|{ .m = 2, .n = 3 }
|{}
|{ .a = 0, .d = (5, 6) }
|{ .name = x, .inner = { .x = 1 }, .none = null }
json
|{"type": "value", "data": {"m": 2, "n": 3}}
|{"type": "value", "data": {}}
|{"type": "value", "data": {"a": 0, "d": [5,6]}}
|{"type": "value", "data": {"name": "x", "inner": {"x": 1}, "none": null}}

# the test's clocks: boot time began 2001-09-09 01:46:40 UTC, monotonic time 2017-07-14 02:40:00
case times
value timestamp"%Y-%m-%d %H:%M:%S" 61000000000
value timestamp"%H:%M:%S.%f" 1000002000
value timestamp"%S %l %k %%" 5007008009
value timestamp"%F %T"monotonic 1
value timestamp"%F" 0
value timestamp"\"%j\"" 86400000000000
text
|2001-09-09 01:47:41
|01:46:41.000002
|45 007 007008009 %
|2017-07-14 02:40:00
|(?)
|"253"
json
|{"type": "value", "data": "2001-09-09 01:47:41"}
|{"type": "value", "data": "01:46:41.000002"}
|{"type": "value", "data": "45 007 007008009 %"}
|{"type": "value", "data": "2017-07-14 02:40:00"}
|{"type": "value", "data": "(?)"}
|{"type": "value", "data": "\"253\""}

case probe names
probe tracepoint:syscalls:sys_enter_openat
probe interval:us:1000000
value probe 0
value probe 1
value probe 7
text
|tracepoint:syscalls:sys_enter_openat
|interval:us:1000000
|
json
|{"type": "value", "data": "tracepoint:syscalls:sys_enter_openat"}
|{"type": "value", "data": "interval:us:1000000"}
|{"type": "value", "data": ""}

case addresses, users, functions
value inet "127.0.0.1"
value inet "2001:db8::1"
value inet "::ffff:10.0.0.1"
value mac 0xff8cc2837401
value username 0
value username 4294967294
value usym 0x1234@0
text
|127.0.0.1
|2001:db8::1
|::ffff:10.0.0.1
|01:74:83:C2:8C:FF
|root
|4294967294
|0x1234
json
|{"type": "value", "data": "127.0.0.1"}
|{"type": "value", "data": "2001:db8::1"}
|{"type": "value", "data": "::ffff:10.0.0.1"}
|{"type": "value", "data": "01:74:83:C2:8C:FF"}
|{"type": "value", "data": "root"}
|{"type": "value", "data": "4294967294"}
|{"type": "value", "data": "0x1234"}

case buffers: bytes that can be printed as they are, in JSON numbers with a sign
value buffer[8] "a b\x00\x7f\xff\\"
value buffer[8] ""
value (buffer[4],inet) ("x,y","1.2.3.4")
text
|a b\x00\x7f\xff\
|
|(x,y, 1.2.3.4)
json
|{"type": "value", "data": [97,32,98,0,127,-1,92]}
|{"type": "value", "data": []}
|{"type": "value", "data": [[120,44,121],"1.2.3.4"]}

case enums by name, as numbers in JSON and in %d
value enum(OPEN=1,SHUT=2)uint32 2
value enum(OPEN=1,SHUT=2)uint32 3
value enum(LOW=-1,HIGH=1)int32 -1
value (enum(OPEN=1)uint8,string[4]) (1,"ab")
printf "%s %d %x|%-6s|\n" enum(OPEN=10)uint32 10 enum(OPEN=10)uint32 10 enum(OPEN=10)uint32 10 enum(OPEN=10)uint32 10
text
|SHUT
|3
|LOW
|(OPEN, ab)
|OPEN 10 a|OPEN  |
json
|{"type": "value", "data": 2}
|{"type": "value", "data": 3}
|{"type": "value", "data": -1}
|{"type": "value", "data": [1,"ab"]}
|{"type": "printf", "data": "OPEN 10 a|OPEN  |\n"}
