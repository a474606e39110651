# printf records, and other finished text

case plain text and numbers
printf "hello\n"
printf "100%%\n"
printf "%d %u %x\n" int64 -1 uint32 7 uint64 255
printf "no line feed" 
text
|hello
|100%
|-1 7 ff
$no line feed
json
|{"type": "printf", "data": "hello\n"}
|{"type": "printf", "data": "100%\n"}
|{"type": "printf", "data": "-1 7 ff\n"}
|{"type": "printf", "data": "no line feed"}

case small types and raw words
printf "%d %d %u %x %o\n" raw 0xfffffffe uint64 0xfffffffe int8 -1 int16 -1 int32 -1
printf "%hhd %hd %hhu %hx\n" int64 255 int64 65535 int64 -1 int64 -1
printf "%x %p %p\n" int64 -1 ptr 0xffffffff81000000 uint64 0
text
|-2 4294967294 4294967295 ffffffff 37777777777
|-1 -1 255 ffff
|ffffffffffffffff 0xffffffff81000000 0x0
json
|{"type": "printf", "data": "-2 4294967294 4294967295 ffffffff 37777777777\n"}
|{"type": "printf", "data": "-1 -1 255 ffff\n"}
|{"type": "printf", "data": "ffffffffffffffff 0xffffffff81000000 0x0\n"}

case columns
printf "%-16s %8d|%08d|%+d|% d|%#x|%#o\n" string[16] "bash" int64 -42 int64 -42 int64 5 int64 5 int64 255 int64 8
printf "%*d|%-*d|%*d|%.*s|\n" int64 6 int64 42 int64 6 int64 42 int64 -6 int64 42 int64 2 string[16] "abcdef"
printf "%6.3d|%-6.3d|%06.3d|%.0d|\n" int64 7 int64 7 int64 7 int64 0
text
|bash                  -42|-0000042|+5| 5|0xff|010
|    42|42    |42    |ab|
|   007|007   |   007||
json
|{"type": "printf", "data": "bash                  -42|-0000042|+5| 5|0xff|010\n"}
|{"type": "printf", "data": "    42|42    |42    |ab|\n"}
|{"type": "printf", "data": "   007|007   |   007||\n"}

case everything prints through %s
probe begin
printf "%s %s %s %s\n" int8 -3 bool true ptr 0xff void
printf "%s %s %s\n" (int8,string[4]) (1,"ab") int8*2 [1,2] {a int8} {3}
printf "%s %s\n" probe 0 timestamp"%F" 1
printf "[%12s][%-8s][%.3s]\n" (int8,int8) (1,2) bool true probe 0
text
|-3 true 0xff null
|(1, ab) [1,2] { .a = 3 }
|begin 2001-09-09
|[      (1, 2)][true    ][beg]
json
|{"type": "printf", "data": "-3 true 0xff null\n"}
|{"type": "printf", "data": "(1, ab) [1,2] { .a = 3 }\n"}
|{"type": "printf", "data": "begin 2001-09-09\n"}
|{"type": "printf", "data": "[      (1, 2)][true    ][beg]\n"}

case precision and characters of several bytes
printf "[%.1s][%.2s][%.5s][%4.3s]\n" string[16] "é" string[16] "é" string[16] "ab😀" string[16] "a€"
printf "%c%c%3c|\n" int8 65 int64 0x142 int8 67
text
|[][é][ab][   a]
|AB  C|
json
|{"type": "printf", "data": "[][é][ab][   a]\n"}
|{"type": "printf", "data": "AB  C|\n"}

case strings apart from the record and cut strings
printf "%s|%s|%s\n" string[4] "full" string[200] "apart" string[200] ""
printf "%10s|%.2s|%.5s\n" string[4] "full" string[4] "full" string[4] "full"
text
|full..|apart|
|    full..|fu|full.
json
|{"type": "printf", "data": "full..|apart|\n"}
|{"type": "printf", "data": "    full..|fu|full.\n"}

case bytes that are no UTF-8
printf "%s\x80\n" string[8] "\xff\x1b"
text
$\xff\x1b\x80\n
json
|{"type": "printf", "data": "\u00ff\u001b\u0080\n"}

case time and join
say time "12:00:00\n"
say join line "/bin/echo,'A'"
say join line ""
say time "no line feed"
text
|12:00:00
|/bin/echo,'A'
|
$no line feed
json
|{"type": "time", "data": "12:00:00\n"}
|{"type": "join", "data": "/bin/echo,'A'"}
|{"type": "join", "data": ""}
|{"type": "time", "data": "no line feed"}

case buffers, and addresses through %s
printf "%r|%rx|%rh|%12r|%-6rh|\n" buffer[8] "a\x01" buffer[8] "a\x01" buffer[8] "a\x01" buffer[8] "ab" buffer[8] "Z"
printf "%s %15s %s\n" inet "10.1.2.3" inet "fe80::1" mac 0x060504030201
printf "%s\n" buffer[4] "q\xff"
text
|a\x01|\x61\x01|61 01|          ab|5a    |
|10.1.2.3         fe80::1 01:02:03:04:05:06
|q\xff
json
|{"type": "printf", "data": "a\\x01|\\x61\\x01|61 01|          ab|5a    |\n"}
|{"type": "printf", "data": "10.1.2.3         fe80::1 01:02:03:04:05:06\n"}
|{"type": "printf", "data": "q\\xff\n"}
