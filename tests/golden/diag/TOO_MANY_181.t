prog    begin { @a = pct(1, 10, 20, 30, 40, 50, 60, 70, 80, 90); }
expect  <arg>:1:53: error: pct() takes up to 8 percentiles, not 9
            begin { @a = pct(1, 10, 20, 30, 40, 50, 60, 70, 80, 90); }
                                                                ^~
            hint: ask for the others in a second map
