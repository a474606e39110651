prog    begin { 1 ? fail("a") : print(1); pid ? fail("b") : print(1); while (1) { while (0) { fail("never"); } fail("c"); } (0 ? 1 : pid) ? fail("d") : 0 ? fail("never") : fail("e"); }
expect  <arg>:1:13: error: a
            begin { 1 ? fail("a") : print(1); pid ? fail("b") : print(1); while (1) { while (0) { fail("never"); } fail("c"); } (0 ? 1 : pid) ? fail("d") : 0 ? fail("never") : fail("e"); }
                        ^~~~~~~~~
        <arg>:1:41: error: b
            begin { 1 ? fail("a") : print(1); pid ? fail("b") : print(1); while (1) { while (0) { fail("never"); } fail("c"); } (0 ? 1 : pid) ? fail("d") : 0 ? fail("never") : fail("e"); }
                                                    ^~~~~~~~~
        <arg>:1:104: error: c
            begin { 1 ? fail("a") : print(1); pid ? fail("b") : print(1); while (1) { while (0) { fail("never"); } fail("c"); } (0 ? 1 : pid) ? fail("d") : 0 ? fail("never") : fail("e"); }
                                                                                                                   ^~~~~~~~~
        <arg>:1:133: error: d
            begin { 1 ? fail("a") : print(1); pid ? fail("b") : print(1); while (1) { while (0) { fail("never"); } fail("c"); } (0 ? 1 : pid) ? fail("d") : 0 ? fail("never") : fail("e"); }
                                                                                                                                                ^~~~~~~~~
        <arg>:1:165: error: e
            begin { 1 ? fail("a") : print(1); pid ? fail("b") : print(1); while (1) { while (0) { fail("never"); } fail("c"); } (0 ? 1 : pid) ? fail("d") : 0 ? fail("never") : fail("e"); }
                                                                                                                                                                                ^~~~~~~~~
