prog    begin { if (pid) { return; } else { exit(); } print(1); print(2); }
exit    0
expect  <arg>:1:47: warning: what follows here never runs
            begin { if (pid) { return; } else { exit(); } print(1); print(2); }
                                                          ^~~~~~~~
        <arg>:1:9: note: this leaves the probe
            begin { if (pid) { return; } else { exit(); } print(1); print(2); }
                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
