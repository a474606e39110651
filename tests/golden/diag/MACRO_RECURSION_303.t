prog    macro m0() { m1() }
        macro m1() { m2() }
        macro m2() { m3() }
        macro m3() { m4() }
        macro m4() { m5() }
        macro m5() { m6() }
        macro m6() { m7() }
        macro m7() { m8() }
        macro m8() { m9() }
        macro m9() { m10() }
        macro m10() { m11() }
        macro m11() { m0() }
        begin { m0(); }
expect  <arg>:12:15: error: the macro 'm0' uses itself
            macro m11() { m0() }
                          ^~~~
        <arg>:11:15: note: the macro is used here
            macro m10() { m11() }
                          ^~~~~
        <arg>:10:14: note: the macro is used here
            macro m9() { m10() }
                         ^~~~~
        <arg>:9:14: note: the macro is used here
            macro m8() { m9() }
                         ^~~~
        <arg>:8:14: note: the macro is used here
            macro m7() { m8() }
                         ^~~~
        <arg>:7:14: note: the macro is used here
            macro m6() { m7() }
                         ^~~~
        <arg>:6:14: note: the macro is used here
            macro m5() { m6() }
                         ^~~~
        <arg>:5:14: note: the macro is used here
            macro m4() { m5() }
                         ^~~~
        <arg>:4:14: note: the macro is used here
            macro m3() { m4() }
                         ^~~~
        <arg>:3:14: note: the macro is used here
            macro m2() { m3() }
                         ^~~~
        <arg>:2:14: note: the macro is used here
            macro m1() { m2() }
                         ^~~~
        <arg>:1:14: note: the macro is used here
            macro m0() { m1() }
                         ^~~~
        <arg>:13:9: note: the macro is used here
            begin { m0(); }
                    ^~~~
            hint: m0 uses ..., which uses m4, which uses m5, which uses m6, which uses m7, which uses m8, which uses m9, which uses m10, which uses m11, which uses m0
