prog    macro v(a) { a }
        begin { v({ return; 1 }); }
expect  <arg>:2:13: error: 'return' may not stand in the argument of a macro
            begin { v({ return; 1 }); }
                        ^~~~~~
