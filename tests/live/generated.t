# tests/live/generated.t - programs made at random from fixed seeds (tests/gen), against what their maker computed; and what such programs have found.
name    T20 T22 T23 T24 T26 E1 E2 E3 E17 S4 S8: random programs print what an interpreter of the rules prints
sh      export SONDE_PRINT_MAPS_ON_EXIT=0
        for seed in 1 2 3 4 5 6 7 8 9 10; do
        	"$TESTBIN/generate" program $seed 6 > p; "$TESTBIN/generate" expect $seed 6 > want
        	"$SONDE" -q --no-warnings p > got && cmp got want || echo "seed $seed"
        done; grep -c . want
expect  8
---
name    S31 S33 Q2 Q10 Q11: random programs with loops, functions and macros
sh      export SONDE_PRINT_MAPS_ON_EXIT=0
        for seed in 19 24 25 33 57; do
        	"$TESTBIN/generate" program $seed 6 loops fn macros > p; "$TESTBIN/generate" expect $seed 6 loops fn macros > want
        	"$SONDE" -q --no-warnings p > got && cmp got want || echo "seed $seed"
        done; grep -c . want
expect  10
---
name    random programs on every kernel
needs   root
sh      export SONDE_PRINT_MAPS_ON_EXIT=0
        for seed in 103 104; do
        	"$TESTBIN/generate" program $seed 4 loops fn macros > p; "$TESTBIN/generate" expect $seed 4 loops fn macros > want
        	"$SONDE" -q --no-warnings p > got && cmp got want || echo "seed $seed"
        done; grep -c . want
expect  7
---
name    random programs that test so many values that the verifier cannot follow them all
needs   root
sh      export SONDE_PRINT_MAPS_ON_EXIT=0
        for seed in 20888 30415; do
        	"$TESTBIN/generate" program $seed 6 loops fn macros > p; "$TESTBIN/generate" expect $seed 6 loops fn macros > want
        	"$SONDE" -q --no-warnings p > got && cmp got want || echo "seed $seed"
        done; grep -c . want
expect  13
---
name    S31: a loop of no rounds behind others: the verifier drops its body and must drop the call too
needs   root
prog    begin { @i = (uint32)1; @j = (int8)-1; }
        begin {
        	$v = (int64)(@i);
        	for ($a : 0..3) { $w = (uint16)$v; if (@j > 5) { $u = (int64)(!(@i)); } }
        	for ($b : 0..2) { }
        	for ($c : 0..0) { $v++; }
        	printf("%d\n", $v);
        	clear(@i); clear(@j);
        }
args    -q --no-warnings
expect  1
