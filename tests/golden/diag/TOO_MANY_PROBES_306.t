# an attach point that only repeats others in other words counts as one, so that a script cannot have any number of them looked for
prog    tracepoint:sched:sched_switch,
        tracepoint:sched:sched_switc?,
        tracepoint:sched:sched_swit??,
        tracepoint:sched:sched_swi* { }
config  max_probes=3
expect  <arg>:4:1: error: 'tracepoint:sched:sched_swi*' brings the script above 3 probes
            tracepoint:sched:sched_swi* { }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: use a narrower wildcard, or raise the limit with SONDE_MAX_PROBES
