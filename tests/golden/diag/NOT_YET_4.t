prog    import "stdlib";
        begin { import "x"; @x = ; }
expect  <arg>:1:1: error: imports are not there yet
            import "stdlib";
            ^~~~~~
        <arg>:2:9: error: imports are not there yet
            begin { import "x"; @x = ; }
                    ^~~~~~
        <arg>:2:26: error: expected an expression, found ';'
            begin { import "x"; @x = ; }
                                     ^
