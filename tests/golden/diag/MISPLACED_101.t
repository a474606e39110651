prog    macro r() { return; }
        macro b() { break; }
        macro v(a) { a }
        begin { v({ return; 1 }); }
expect  <arg>:1:13: error: 'return' may not stand in a macro
            macro r() { return; }
                        ^~~~~~
        <arg>:2:13: error: 'break' must stand in a loop
            macro b() { break; }
                        ^~~~~
