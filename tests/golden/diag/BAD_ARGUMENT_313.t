prog    begin { @a[1] = 1; @p[1] = pct(5); table(@a, @p, (rate="@p")); }
expect  <arg>:1:50: error: '@p' has no rate: it is no count, sum or integer, but pct
            begin { @a[1] = 1; @p[1] = pct(5); table(@a, @p, (rate="@p")); }
                                                             ^~~~~~~~~~~
