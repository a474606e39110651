prog    begin { }
        config = { max_map_keys = 5 }
        import "x";
        struct s { int a; };
expect  <arg>:2:1: error: 'config' must stand in front of the first probe
            config = { max_map_keys = 5 }
            ^~~~~~
        <arg>:3:1: error: 'import' must stand in front of the first probe
            import "x";
            ^~~~~~
        <arg>:4:1: error: 'struct' must stand in front of the first probe
            struct s { int a; };
            ^~~~~~
