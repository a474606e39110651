# values with units and addresses of sockets (language.md 17.8)

case durations and sizes
value duration 1239
value duration -45678901
value size 4096
value (duration,size,int64) (1000, 2048, 5)
printf "%s|%d|%8s|%x\n" duration 125000000000 duration 5000 size 12897485 size 4096
map @ duration: size
  1500: 100
  1501: 5000
map @min min.duration
  <1500|2000>
map @pct pct.size.50
  <4096>
map @div duration: sum.duration div=1000
  5: <1500000>
text
|1.23us
|-45.6ms
|4.00K
|(1.00us, 2.00K, 5)
|2m05s|5000|   12.3M|1000
|@[1.50us]: 100
|@[1.50us]: 4.88K
|@min: 1.50us
|@pct: { .count = 1, .p50 = 4.00K, .max = 4.00K }
|@div[5ns]: 1.50us
json
|{"type": "value", "data": 1239}
|{"type": "value", "data": -45678901}
|{"type": "value", "data": 4096}
|{"type": "value", "data": [1000,2048,5]}
|{"type": "printf", "data": "2m05s|5000|   12.3M|1000\n"}
|{"type": "map", "data": {"@": {"1500": 100, "1501": 5000}}}
|{"type": "map", "data": {"@min": 1500}}
|{"type": "pct", "data": {"@pct": {"count": 1, "p50": 4096, "max": 4096}}}
|{"type": "map", "data": {"@div": {"5": 1500}}}

case addresses of sockets: none, too short, all kinds
value sockaddr ""
value sockaddr "\x02"
value sockaddr "\x02\x00\x01\xbb\x0a\x00\x00"
value sockaddr "\x02\x00\x01\xbb\x0a\x00\x00\x01"
value sockaddr "\x0a\x00\x00\x50\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
value sockaddr "\x0a\x00\x00\x50\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
value sockaddr "\x01\x00"
value sockaddr "\x01\x00\x00"
value sockaddr "\x01\x00/run/x\x00y"
value sockaddr "\x01\x00\x00a\x00\n"
value sockaddr "\x10\x00\x01\x02"
text
|?
|?
|?
|10.0.0.1:443
|[::1]:80
|?
|unix:
|unix:
|unix:/run/x
$unix:@a@\n\n
|af:16
json
|{"type": "value", "data": "?"}
|{"type": "value", "data": "?"}
|{"type": "value", "data": "?"}
|{"type": "value", "data": "10.0.0.1:443"}
|{"type": "value", "data": "[::1]:80"}
|{"type": "value", "data": "?"}
|{"type": "value", "data": "unix:"}
|{"type": "value", "data": "unix:"}
|{"type": "value", "data": "unix:/run/x"}
|{"type": "value", "data": "unix:@a@\n"}
|{"type": "value", "data": "af:16"}
