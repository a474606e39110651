prog    macro f(a, $b) { a }
        macro f(x, $y) { x }
        begin { }
expect  <arg>:2:7: error: the macro f(x, $y) is declared twice
            macro f(x, $y) { x }
                  ^
        <arg>:1:7: note: it is declared here
            macro f(a, $b) { a }
                  ^
