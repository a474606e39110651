prog    begin { @[probe] = 1; @["begin"] = 2; }
expect  <arg>:1:25: error: the key of '@' is probe, not string[6]
            begin { @[probe] = 1; @["begin"] = 2; }
                                    ^~~~~~~
        <arg>:1:11: note: it is probe here
            begin { @[probe] = 1; @["begin"] = 2; }
                      ^~~~~
            hint: use either 'probe' or strings in one place
