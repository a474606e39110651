prog    begin /0/ { fail("never"); static_assert(false, "never"); }
        begin /1 == 2/ { fail("never"); }
        begin /1/ { for $i : 3..3 { fail("never"); } for $i : 3..-3 { fail("never"); } for $i : -3..3 { fail("a"); } for $i : 0..pid { fail("b"); } }
        begin /pid/ { print(0 && { fail("never"); 1 }); print(2 || { fail("never"); 1 }); print(1 && { fail("c"); 1 }); print(0 || { fail("d"); 1 }); print(pid && { fail("e"); 1 }); }
expect  <arg>:3:97: error: a
            begin /1/ { for $i : 3..3 { fail("never"); } for $i : 3..-3 { fail("never"); } for $i : -3..3 { fail("a"); } for $i : 0..pid { fail("b"); } }
                                                                                                            ^~~~~~~~~
        <arg>:3:128: error: b
            begin /1/ { for $i : 3..3 { fail("never"); } for $i : 3..-3 { fail("never"); } for $i : -3..3 { fail("a"); } for $i : 0..pid { fail("b"); } }
                                                                                                                                           ^~~~~~~~~
        <arg>:4:96: error: c
            begin /pid/ { print(0 && { fail("never"); 1 }); print(2 || { fail("never"); 1 }); print(1 && { fail("c"); 1 }); print(0 || { fail("d"); 1 }); print(pid && { fail("e"); 1 }); }
                                                                                                           ^~~~~~~~~
        <arg>:4:126: error: d
            begin /pid/ { print(0 && { fail("never"); 1 }); print(2 || { fail("never"); 1 }); print(1 && { fail("c"); 1 }); print(0 || { fail("d"); 1 }); print(pid && { fail("e"); 1 }); }
                                                                                                                                         ^~~~~~~~~
        <arg>:4:158: error: e
            begin /pid/ { print(0 && { fail("never"); 1 }); print(2 || { fail("never"); 1 }); print(1 && { fail("c"); 1 }); print(0 || { fail("d"); 1 }); print(pid && { fail("e"); 1 }); }
                                                                                                                                                                         ^~~~~~~~~
