prog    begin { exit(); print(1); }
exit    0
expect  <arg>:1:17: warning: what follows here never runs
            begin { exit(); print(1); }
                            ^~~~~~~~
        <arg>:1:9: note: this leaves the probe
            begin { exit(); print(1); }
                    ^~~~~~
