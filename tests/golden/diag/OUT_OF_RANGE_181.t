prog    begin { @a = pct(1, 0); @b = pct(1, 100); @c = pct(1, 800); @d = pct(1, 100000); @e = pct(1, -5); @f = pct(1, 1, 99, 900, 9999, 90000); }
expect  <arg>:1:21: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
            begin { @a = pct(1, 0); @b = pct(1, 100); @c = pct(1, 800); @d = pct(1, 100000); @e = pct(1, -5); @f = pct(1, 1, 99, 900, 9999, 90000); }
                                ^
            hint: three to five digits that begin with 9 are those behind '0.'
        <arg>:1:37: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
            begin { @a = pct(1, 0); @b = pct(1, 100); @c = pct(1, 800); @d = pct(1, 100000); @e = pct(1, -5); @f = pct(1, 1, 99, 900, 9999, 90000); }
                                                ^~~
            hint: three to five digits that begin with 9 are those behind '0.'
        <arg>:1:55: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
            begin { @a = pct(1, 0); @b = pct(1, 100); @c = pct(1, 800); @d = pct(1, 100000); @e = pct(1, -5); @f = pct(1, 1, 99, 900, 9999, 90000); }
                                                                  ^~~
            hint: three to five digits that begin with 9 are those behind '0.'
        <arg>:1:73: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
            begin { @a = pct(1, 0); @b = pct(1, 100); @c = pct(1, 800); @d = pct(1, 100000); @e = pct(1, -5); @f = pct(1, 1, 99, 900, 9999, 90000); }
                                                                                    ^~~~~~
            hint: three to five digits that begin with 9 are those behind '0.'
        <arg>:1:94: error: pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent
            begin { @a = pct(1, 0); @b = pct(1, 100); @c = pct(1, 800); @d = pct(1, 100000); @e = pct(1, -5); @f = pct(1, 1, 99, 900, 9999, 90000); }
                                                                                                         ^~
            hint: three to five digits that begin with 9 are those behind '0.'
