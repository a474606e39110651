prog    macro f(a) { a + a }
        macro g(a) { f(f(f(f(a)))) }
        macro err() { errorf("no %d", 1); }
        macro err2() { err(); }
        begin { err2(); print(g(g(g(g(g(g(1))))))); }
expect  <arg>:5:27: error: the macros become too large: more than 100000 expressions and statements
            begin { err2(); print(g(g(g(g(g(g(1))))))); }
                                      ^~~~~~~~~~~~~
            hint: write a fn instead: its body is there once, however often it is called
