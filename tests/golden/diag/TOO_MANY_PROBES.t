prog    begin { }
        interval:s:1,interval:s:2,interval:s:3 { }
config  max_probes=2
expect  <arg>:2:14: error: 'interval:s:2' brings the script above 2 probes
            interval:s:1,interval:s:2,interval:s:3 { }
                         ^~~~~~~~~~~~
            hint: use a narrower wildcard, or raise the limit with SONDE_MAX_PROBES
