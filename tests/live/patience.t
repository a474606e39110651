# tests/live/patience.t - what takes long can be watched and left (output.md 1, U2): the line itself is tested in tests/unit/base_progress.c.
---
name    Ctrl-C while probes are attached ends the run at once and in order: end probes, maps, exit code 0
needs   root
before  cat > many.c <<'END'
        #define F(n) int f##n(void) { return n; } int g##n(void) { return n; } int h##n(void) { return n; } int i##n(void) { return n; } int j##n(void) { return n; }
        #define TEN(n) F(n##0) F(n##1) F(n##2) F(n##3) F(n##4) F(n##5) F(n##6) F(n##7) F(n##8) F(n##9)
        TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9)
        int main(void) { return 0; }
        END
        cc -O1 -o many many.c
sh      SONDE_ATTACH_BY=perf $SONDE -e 'begin { @begun = 1; } uprobe:./many:* { @ = count(); } end { printf("end\n"); }' > out 2> err & pid=$!
        while [ "$(ls /proc/$pid/fd 2>/dev/null | wc -l)" -lt 40 ] && kill -0 $pid; do :; done
        kill -INT $pid; wait $pid; echo "exit $?"; cat out err
expect  exit 0
        end


        @begun: 1
