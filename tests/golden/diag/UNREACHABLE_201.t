prog    begin { while (pid) { break; print(1); } for ($i : 0..2) { continue; print(2); } exit(); }
exit    0
expect  <arg>:1:30: warning: what follows here never runs
            begin { while (pid) { break; print(1); } for ($i : 0..2) { continue; print(2); } exit(); }
                                         ^~~~~~~~
        <arg>:1:23: note: this leaves the loop
            begin { while (pid) { break; print(1); } for ($i : 0..2) { continue; print(2); } exit(); }
                                  ^~~~~
        <arg>:1:70: warning: what follows here never runs
            begin { while (pid) { break; print(1); } for ($i : 0..2) { continue; print(2); } exit(); }
                                                                                 ^~~~~~~~
        <arg>:1:60: note: this leaves this round of the loop
            begin { while (pid) { break; print(1); } for ($i : 0..2) { continue; print(2); } exit(); }
                                                                       ^~~~~~~~
