# tests/live/tools_cpu.t - sonde cpu against the books that the scheduler keeps itself: the same amounts, but for start and end of the processes.
name    three processes share a CPU: their time on it and in its queue
needs   root full-speed
sh      SONDE_MAX_MAP_KEYS=100000 $SONDE -q cpu -c "$TESTBIN/burn 3 300 books" >out; awk '
            function near(a, b) { return a >= 0.9 * b - 15000 && a <= 1.1 * b + 15000 }
            FILENAME == "books" { on_cpu = $1; waited = $2; next }
            /^total/ { total = 1 }
            total && /^@total_on_cpu_ms\[burn\]/ { print (near($2 * 1000, on_cpu) ? "on CPU" : "on CPU " $2 * 1000 ", books " on_cpu) }
            total && /^@total_wait_us\[burn\]/ { sub(/.*\.total = /, ""); print (near($1 + 0, waited) ? "waited" : "waited " $1 ", books " waited) }' books out
expect
        on CPU
        waited
---
name    each second is a second: what never leaves its CPU shows too
needs   root
sh      SONDE_MAX_MAP_KEYS=100000 $SONDE -q cpu -c "$TESTBIN/burn 1 2300 books" | sed -n '1,/^total/p' | awk '/^@on_cpu_ms\[burn, /{ n++; if ($NF > 2000) print "more than a second: " $NF } END { print (n >= 2 ? "seen" : "seen " n) }'
expect  seen
