prog    begin { $s = "abc"; print($s[4]); print($s["a"]); print((1, 2)[2]); print((a=1)[0]); print($s[-1]); }
expect  <arg>:1:30: error: the index is outside of string[4]
            begin { $s = "abc"; print($s[4]); print($s["a"]); print((1, 2)[2]); print((a=1)[0]); print($s[-1]); }
                                         ^
            hint: elements are counted from 0 to 3
        <arg>:1:44: error: an index is an integer, not string[2]
            begin { $s = "abc"; print($s[4]); print($s["a"]); print((1, 2)[2]); print((a=1)[0]); print($s[-1]); }
                                                       ^~~
        <arg>:1:64: error: (int64,int64) has no element 2
            begin { $s = "abc"; print($s[4]); print($s["a"]); print((1, 2)[2]); print((a=1)[0]); print($s[-1]); }
                                                                           ^
            hint: elements are counted from 0 to 1
        <arg>:1:75: error: (a=int64) has no elements
            begin { $s = "abc"; print($s[4]); print($s["a"]); print((1, 2)[2]); print((a=1)[0]); print($s[-1]); }
                                                                                      ^~~~~~~~
        <arg>:1:95: error: the index is outside of string[4]
            begin { $s = "abc"; print($s[4]); print($s["a"]); print((1, 2)[2]); print((a=1)[0]); print($s[-1]); }
                                                                                                          ^~
            hint: elements are counted from 0 to 3
