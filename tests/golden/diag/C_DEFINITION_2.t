prog    begin { }
        struct late { int a; };
expect  <arg>:2:1: error: 'struct' must stand in front of the first probe
            struct late { int a; };
            ^~~~~~
