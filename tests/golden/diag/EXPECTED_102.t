prog    import "a.probe"
        import 5;
        begin { import; import "a" @x = ; }
        import "b";
expect  <arg>:1:17: error: expected ';' behind the import, found 'import'
            import "a.probe"
                            ^
        <arg>:2:8: error: expected the path of a file or the name of a package, found '5'
            import 5;
                   ^
        <arg>:3:15: error: expected the path of a file or the name of a package, found ';'
            begin { import; import "a" @x = ; }
                          ^
        <arg>:3:27: error: expected ';' behind the statement, found '@x'
            begin { import; import "a" @x = ; }
                                      ^
        <arg>:4:1: error: 'import' must stand in front of the first probe
            import "b";
            ^~~~~~
