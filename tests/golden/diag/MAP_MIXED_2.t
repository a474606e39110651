prog    begin { @x = 1; @x[pid]++; }
expect  <arg>:1:17: error: '@x' has no keys, but gets one here
            begin { @x = 1; @x[pid]++; }
                            ^~~~~~~
        <arg>:1:9: note: it is used without a key here
            begin { @x = 1; @x[pid]++; }
                    ^~
