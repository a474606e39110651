prog    begin { @a[1] = "x"; table(@a, (unit="ns")); }
expect  <arg>:1:32: error: '@a' has no unit: its values are no numbers, but string[2]
            begin { @a[1] = "x"; table(@a, (unit="ns")); }
                                           ^~~~~~~~~~~
