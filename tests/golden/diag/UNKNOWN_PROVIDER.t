prog    trcepoint:a:b { }
expect  <arg>:1:1: error: 'trcepoint' is not a probe provider
            trcepoint:a:b { }
            ^~~~~~~~~
            hint: did you mean 'tracepoint'?
