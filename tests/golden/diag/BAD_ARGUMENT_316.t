prog    begin { @a[1] = 1; table(@a, (unit="ns,us")); }
expect  <arg>:1:40: error: table() takes one unit for each of its maps, of which there is 1
            begin { @a[1] = 1; table(@a, (unit="ns,us")); }
                                                   ^~
