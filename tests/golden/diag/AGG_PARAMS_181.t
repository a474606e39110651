prog    begin { @a = pct(1, 10); @a = pct(2, 20); @b = pct(1, 50, 90, 99); @b = pct(2); }
expect  <arg>:1:31: error: pct() of '@a' has other constants here
            begin { @a = pct(1, 10); @a = pct(2, 20); @b = pct(1, 50, 90, 99); @b = pct(2); }
                                          ^~~~~~~~~~
        <arg>:1:14: note: the first one is here
            begin { @a = pct(1, 10); @a = pct(2, 20); @b = pct(1, 50, 90, 99); @b = pct(2); }
                         ^~~~~~~~~~
            hint: all pct() of one map need the same constants
