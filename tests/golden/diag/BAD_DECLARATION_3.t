prog    macro pid() { 1 }
        macro f(args) { 1 }
        macro f(a, a) { 1 }
        macro f(a, $a, @a) { 1 }
        macro g { 1 }
        macro h(1) { 1 }
        macro i(a b) { 1 }
        macro j() 
        macro k(a) { a = 1; a++; }
        macro if() { 1 }
        begin { print(f(1)); }
expect  <arg>:1:7: error: 'pid' is a reserved name
            macro pid() { 1 }
                  ^~~
        <arg>:2:9: error: 'args' is a reserved name
            macro f(args) { 1 }
                    ^~~~
        <arg>:3:12: error: the macro has two parameters 'a'
            macro f(a, a) { 1 }
                       ^
        <arg>:3:9: note: this is the first one
            macro f(a, a) { 1 }
                    ^
        <arg>:5:8: error: expected '(' and the parameters of the macro, found '{'
            macro g { 1 }
                   ^
        <arg>:6:9: error: expected a parameter: $variable, @map or name, found '1'
            macro h(1) { 1 }
                    ^
        <arg>:7:10: error: expected ')' behind the parameters, found 'b'
            macro i(a b) { 1 }
                     ^
        <arg>:8:10: error: expected '{' and the statements of the macro, found 'macro'
            macro j() 
                     ^
        <arg>:9:14: error: a name without '$' or '@' cannot be changed
            macro k(a) { a = 1; a++; }
                         ^
            hint: variables are written $a, maps @a
        <arg>:9:21: error: a name without '$' or '@' cannot be changed
            macro k(a) { a = 1; a++; }
                                ^
            hint: variables are written $a, maps @a
        <arg>:10:7: error: 'if' is a reserved name
            macro if() { 1 }
                  ^~
