# tests/live/data/grammar.py GRAMMAR: which scope the first pattern of a TextMate grammar gives that matches at the start of some texts.
import json
import re
import sys

grammar = json.load(open(sys.argv[1]))
assert grammar["scopeName"] == "source.sonde" and "probe" in grammar["fileTypes"]

# every expression compiles, also those of blocks
def walk(patterns):
    for p in patterns:
        if "include" in p:
            yield from walk(grammar["repository"][p["include"][1:]]["patterns"])
            continue
        for key in ("match", "begin", "end"):
            if key in p:
                re.compile(p[key], re.M)
        for _ in walk(p.get("patterns", [])):
            pass
        if "match" in p:
            yield p["name"], re.compile(p["match"], re.M)

patterns = list(walk(grammar["patterns"]))
for text in ["// why", "tracepoint:sched:sched_switch /x/", "begin {", "while (1)", "uint64 x", "arg12 ", "nsecs;", "printf(", "hist (", "@reads[1]", "$slow;", "10ms;", "0x1f", "plain"]:
    for name, expression in patterns:
        found = expression.match(text)
        if found:
            print(f"{name}: {found.group(0)}")
            break
    else:
        print(f"nothing: {text}")
