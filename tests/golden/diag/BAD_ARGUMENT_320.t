prog    begin { @p[1] = pct(5); rate(@p); }
expect  <arg>:1:30: error: rate() takes a map of counts, sums or integers: the values of '@p' are pct
            begin { @p[1] = pct(5); rate(@p); }
                                         ^~
