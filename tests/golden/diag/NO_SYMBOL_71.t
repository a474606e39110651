prog    begin { print(cgroupid("/no/such/group")); }
exit    2
expect  <arg>:1:24: error: there is no control group '/no/such/group'
            begin { print(cgroupid("/no/such/group")); }
                                   ^~~~~~~~~~~~~~~~
            hint: give the path of its directory, or its path in the tree of version 2
