prog    begin { @p[1] = pct(5); table(@p, (sort="@p.p51")); }
expect  <arg>:1:35: error: the values of '@p' have no field 'p51' to sort by
            begin { @p[1] = pct(5); table(@p, (sort="@p.p51")); }
                                              ^~~~~~~~~~~~~~~
            hint: they have count, p50, p90, p99, max
