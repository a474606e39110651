# folded: other parts of the key, the user's frames, the kernel's, outermost first

case stacks of the kernel and of a process in any order
kernel "ffffffff81000000 T start_it\nffffffff81000100 t middle\nffffffff81000200 t end_it\n"
stack 1 0xffffffff81000105 0xffffffff81000010
stack 2 0x20 0x10
map @ (kstack,string[8],ustack,int64): count
  (1,"a;b",2,7): <1 2>
  (0,"idle",0,0): <1>
map @k kstack: sum.int64
  1: <-5>
map @nested (string[4],(int64,kstack)): uint64
  ("x",(1,1)): 18446744073709551615
folded
|idle;0 1
|a:b;7;0x10;0x20;start_it_[k];middle_[k] 2
|start_it_[k];middle_[k] -5
|x;1;start_it_[k];middle_[k] 18446744073709551615
text
|@[
|, idle, 
|, 0]: 1
|@[
|        middle+5
|        start_it+16
|, a;b, 
|        0x20
|        0x10
|, 7]: 2
|@k[
|        middle+5
|        start_it+16
|]: -5
|@nested[x, (1, 
|        middle+5
|        start_it+16
|)]: 18446744073709551615
json
|{"type": "map", "data": {"@": {"\n,idle,\n,0": 1, "\n        middle+5\n        start_it+16\n,a;b,\n        0x20\n        0x10\n,7": 2}}}
|{"type": "map", "data": {"@k": {"\n        middle+5\n        start_it+16\n": -5}}}
|{"type": "map", "data": {"@nested": {"x,(1,\n        middle+5\n        start_it+16\n)": "18446744073709551615"}}}

case a line stays a line whatever a name holds
kernel "ffffffff81000000 T odd;name\x1b[31m\n"
stack 1 0xffffffff81000001
map @ (string[16],kstack): count
  ("two\nlines\t\x7f\xff",1): <1>
  ("é\xc2\x80",1): <1 2>
folded
|two\x0alines\x09\x7f\xff;odd:name\x1b[31m_[k] 1
|é\xc2\x80;odd:name\x1b[31m_[k] 2
text
$@[two\nlines\t\x7f\xff, \n        odd;name\x1b[31m+1\n]: 1\n
$@[\xc3\xa9\xc2\x80, \n        odd;name\x1b[31m+1\n]: 2\n
json
${"type": "map", "data": {"@": {"two\\nlines\\t\\u007f\\u00ff,\\n        odd;name\\u001b[31m+1\\n": 1, "é\xc2\x80,\\n        odd;name\\u001b[31m+1\\n": 2}}}\n

case maps that cannot be folded are told once
stack 1 0x10
map @none string[4]: count
  "a": <1>
map @none string[4]: count
  "a": <1>
map @h ustack: hist.0
  1: <1>
map @scalar count
  <1>
map @good ustack: count
  1: <1>
printf "free text\n"
value int64 5
summary truncated_strings=1
folded
|0x10 1
beside
|map '@none': left out of this format: it has no stack in its key
|map '@h': left out of this format: its values are no integers
|map '@scalar': left out of this format: it has no stack in its key
|free text
|5
|Incomplete: truncated_strings 1
stderr
|Incomplete: truncated_strings 1
text
|@none[a]: 1
|@none[a]: 1
|@h[
|        0x10
|]:
|[1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
|
|@scalar: 1
|@good[
|        0x10
|]: 1
|free text
|5
json
|{"type": "map", "data": {"@none": {"a": 1}}}
|{"type": "map", "data": {"@none": {"a": 1}}}
|{"type": "hist", "data": {"@h": {"\n        0x10\n": [{"min": 1, "max": 1, "count": 1}]}}}
|{"type": "map", "data": {"@scalar": 1}}
|{"type": "map", "data": {"@good": {"\n        0x10\n": 1}}}
|{"type": "printf", "data": "free text\n"}
|{"type": "value", "data": 5}
|{"type": "summary", "data": {"complete": false, "lost_events": 0, "map_full": {}, "missed_runs": {}, "truncated_strings": 1, "unresolved_symbols": 0, "skipped_probes": 0, "late_labels": 0, "stopped_early": 0, "duration_ns": 0}}
