prog    begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
expect  <arg>:1:9: error: debugf() takes at most 3 values, not 4
            begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: print them in several statements
        <arg>:1:54: error: debugf() needs a buffer for '%r', not int8
            begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
                                                                 ^
        <arg>:1:49: note: the conversion is here
            begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
                                                            ^~
        <arg>:1:71: error: debugf() prints strings and integers, not inet: the kernel formats them
            begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
                                                                                  ^~~~~~~
        <arg>:1:9: warning: debugf() is slow, and prints where all programs of the machine do: it is not for production
            begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: use printf()
        <arg>:1:58: warning: debugf() is slow, and prints where all programs of the machine do: it is not for production
            begin { debugf("%d%d%d%d", 1, 2, 3, 4); debugf("%r", 1); debugf("%s", ntop(1)); }
                                                                     ^~~~~~~~~~~~~~~~~~~~~
            hint: use printf()
