# tests/live/tools_syscalls.t - sonde syscalls: N made, N counted, and those that failed.
name    calls of one process with two threads
needs   root
sh      SONDE_MAX_MAP_KEYS=100000 $SONDE -q syscalls -c "$TESTBIN/calls -t 2 getppid 30000" | sed -n '/^total/,$p' | grep '\[calls, getppid' | sed 's/, \.average.*//'
expect
        @total_calls_us[calls, getppid]: { .count = 60000
---
name    calls that fail
needs   root
sh      SONDE_MAX_MAP_KEYS=100000 $SONDE -q syscalls -c "$TESTBIN/calls badclose 1234" | sed -n '/^total/,$p' | grep 'errors\[calls, close\]'
expect  @total_errors[calls, close]: 1234
---
name    durations: two sleeps of 300 ms
needs   root
sh      cp "$(command -v sleep)" nap; begin=$(date +%s%N); SONDE_MAX_MAP_KEYS=100000 $SONDE -q -f json syscalls -c "sh -c './nap 0.3; ./nap 0.3'" >out; most=$((($(date +%s%N) - begin) / 1000))
        grep total_calls_us out | grep -o '"nap,clock_nanosleep": {[^}]*}' | sed 's/[^0-9 ]//g' | awk -v most=$most '{ print $1, ($2 >= 300000 && $2 == int($3 / 2) ? "average fits" : $2), ($3 >= 600000 && $3 < most ? "total fits" : $3) }'
expect  2 average fits total fits
---
name    each second: a table of the slowest calls, and one of those that failed most
needs   root
sh      SONDE_MAX_MAP_KEYS=100000 $SONDE -q -f json syscalls -c "sh -c '$TESTBIN/calls badclose 300000; sleep 2.1'" | grep '"table"' >out; grep -c '@calls' out | awk '{ print ($1 > 1) }'; grep -o '{"comm": "calls", "pid": [0-9]*, "name": "close", "@errors": [0-9]*' out | awk '{ n += $NF } END { print n }'
expect  1
        300000
