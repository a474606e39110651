# tests/live/alternative.t - "needs PROBE, else NAME": another script where this kernel lacks a probe.
name    a script whose probe is missing gives way to its alternative
before  mkdir -p sonde/probes; printf '// a - about\n// needs tracepoint:sched:no_such_event, else b\nbegin { print("a"); }\n' >sonde/probes/a.probe; printf 'begin { print("b"); }\n' >sonde/probes/b.probe
sh      XDG_DATA_HOME=$PWD $SONDE a 2>err; head -n 1 err
expect  b
        a: this kernel has no tracepoint:sched:no_such_event: running b
---
name    nothing gives way where the probe is there
before  mkdir -p sonde/probes; printf '// needs tracepoint:sched:sched_switch, else b\nbegin { print("a"); }\n' >sonde/probes/a.probe
sh      XDG_DATA_HOME=$PWD $SONDE -q a
expect  a
---
name    a script by path runs as it is
before  printf '// needs tracepoint:sched:no_such_event, else b\nbegin { print("a"); }\n' >a.probe
sh      $SONDE -q ./a.probe; $SONDE -q a.probe
expect  a
        a
---
name    alternatives in a circle
before  mkdir -p sonde/probes; printf '// needs tracepoint:sched:no_such_event, else a\nbegin { print("a"); }\n' >sonde/probes/a.probe
sh      XDG_DATA_HOME=$PWD $SONDE -q a 2>err; echo $?; cat err
expect  2
        sonde: error: script 'a': its alternatives go round in a circle
---
name    an alternative that is not there
before  mkdir -p sonde/probes; printf '// needs tracepoint:sched:no_such_event, else zzz\nbegin { print("a"); }\n' >sonde/probes/a.probe
sh      XDG_DATA_HOME=$PWD $SONDE -q a 2>&1; echo $?
expect  sonde: error: script 'zzz': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)
        2
