prog    macro f(a) { a + "x" }
        macro g(a) { f(a) }
        begin { print(g(1)); print(f(2)); $q = 1; $z = f(3); }
expect  <arg>:1:14: error: '+' needs integers, not string[2]
            macro f(a) { a + "x" }
                         ^~~~~~~
        <arg>:2:14: note: the macro is used here
            macro g(a) { f(a) }
                         ^~~~
        <arg>:3:15: note: the macro is used here
            begin { print(g(1)); print(f(2)); $q = 1; $z = f(3); }
                          ^~~~
