prog    macro f(a) { g(a) }
        macro g(a) { f(a) + 1 }
        macro h(a) { h(a) }
        begin { print(f(1)); print(h(1)); }
expect  <arg>:2:14: error: the macro 'f' uses itself
            macro g(a) { f(a) + 1 }
                         ^~~~
        <arg>:1:14: note: the macro is used here
            macro f(a) { g(a) }
                         ^~~~
        <arg>:4:15: note: the macro is used here
            begin { print(f(1)); print(h(1)); }
                          ^~~~
            hint: f uses g, which uses f
        <arg>:3:14: error: the macro 'h' uses itself
            macro h(a) { h(a) }
                         ^~~~
        <arg>:4:28: note: the macro is used here
            begin { print(f(1)); print(h(1)); }
                                       ^~~~
