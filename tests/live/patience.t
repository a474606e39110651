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
# what -v says of each probe fills a pipe that nobody reads: sonde waits in the midst of them until the signal comes
sh      mkfifo told; exec 9<>told 8<told; perl -e 'open(my $pipe, "<&=", 9); fcntl($pipe, 1031, 8192) or die $!'
        SONDE_ATTACH_BY=perf $SONDE -v -e 'begin { @begun = 1; } uprobe:./many:* { @ = count(); } end { printf("end\n"); }' >out 2>told 8<&- 9>&- & pid=$!
        until grep -q pipe_write /proc/$pid/wchan; do sleep 0.01; done
        kill -INT $pid; cat <&8 >err 9>&- & exec 9>&-; wait $pid; echo "exit $?"; cat out; wait; grep -c '^uprobe:' err | awk '{ print ($1 > 20 && $1 < 360) }'; grep Attached err
exit    1
expect  exit 0
        end


        @begun: 1
        1
