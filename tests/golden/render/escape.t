# terminal safety (10.8), and the forms of integers in JSON

case controls of what is traced are escaped, the format's own text is not
kernel "ffffffff81000000 T odd\x1bname\n"
stack 1 0xffffffff81000001
escape
printf "\x1b[1m%s %-8s| %c%c%.3s\n" string[16] "a\x1b[31mX" string[8] "\x7f" int8 27 int8 65 string[8] "ab\x01d"
printf "%s\n" string[24] "lines\n\tstay\r\x80é\xc2\x9b"
printf "%s" kstack 1
map @m string[8]: string[8]
  "k\n": "v\t\x1b"
map @t (string[4],kstack): (string[4],int8)
  ("\n",1): ("\x1b",1)
value string[8] "p\n\x1b"
text
$\x1b[1ma\\x1b[31mX \\x7f    | \\x1bAab\\x01\n
$lines\n\tstay\\x0d\\x80\xc3\xa9\\xc2\\x9b\n
$\n        odd\\x1bname+1\n
$@m[k\\x0a]: v\\x09\\x1b\n
$@t[\\x0a, \n        odd\\x1bname+1\n]: (\\x1b, 1)\n
$p\n\\x1b\n
json
|{"type": "printf", "data": "\u001b[1ma\u001b[31mX \u007f       | \u001bAab\u0001\n"}
${"type": "printf", "data": "lines\\n\\tstay\\r\\u0080\xc3\xa9\xc2\x9b\\n"}\n
|{"type": "printf", "data": "\n        odd\u001bname+1\n"}
|{"type": "map", "data": {"@m": {"k\n": "v\t\u001b"}}}
|{"type": "map", "data": {"@t": {"\n,\n        odd\u001bname+1\n": ["\u001b",1]}}}
|{"type": "value", "data": "p\n\u001b"}

case csv and tsv have their own escapes, their free text the terminal's
escape
map @m string[8]: string[8] keys=s
  "k\n": "v\t\x1b"
printf "%s\n" string[8] "a\x1b"
csv
$time,map,s,value\n2009-02-13T23:31:30.123456789Z,@m,"k\n",v\t\x1b\n
tsv
$time\tmap\ts\tvalue\n2009-02-13T23:31:30.123456789Z\t@m\tk\\n\tv\\t\x1b\n
beside
$a\\x1b\n
text
$@m[k\\x0a]: v\\x09\\x1b\n
$a\\x1b\n
json
|{"type": "map", "data": {"@m": {"k\n": "v\t\u001b"}}}
|{"type": "printf", "data": "a\u001b\n"}

case all integers of JSON in quotes
json-int string
value (int64,uint64,bool) (-1,18446744073709551615,true)
map @h hist.0
  <1>
map @e int64: enum(ZED=1)uint32
  1: 1
map @t tseries.int64.100000000.10.4
  <0*5>
map @b buffer[2]
  "ab"
text
|(-1, 18446744073709551615, true)
|@h:
|[1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
|
|@e[1]: ZED
|@t:
|             -1                                                  1
|hh:mm:ss.ms  |___________________________________________________|
|00:00:00.500 |                         *                         | 0
|             v___________________________________________________v
|             -1                                                  1
|
|@b: ab
json
|{"type": "value", "data": ["-1","18446744073709551615",true]}
|{"type": "hist", "data": {"@h": [{"min": "1", "max": "1", "count": "1"}]}}
|{"type": "map", "data": {"@e": {"1": "1"}}}
|{"type": "tseries", "data": {"@t": [{"interval_start":"1970-01-01 00:00:00.500000000","value":"0"}]}}
|{"type": "map", "data": {"@b": [97,98]}}

case no integer of JSON in quotes
json-int number
value (int64,uint64) (-9223372036854775807,18446744073709551615)
text
|(-9223372036854775807, 18446744073709551615)
json
|{"type": "value", "data": [-9223372036854775807,18446744073709551615]}
