prog    begin { @["a", 1] = 1; @[1, "a"] = 2; }
expect  <arg>:1:26: error: the key of '@' is (string[2],int64), not (int64,string[2])
            begin { @["a", 1] = 1; @[1, "a"] = 2; }
                                     ^~~~~~
        <arg>:1:11: note: it is (string[2],int64) here
            begin { @["a", 1] = 1; @[1, "a"] = 2; }
                      ^~~~~~
