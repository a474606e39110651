prog    begin { @a = count(); @b = @a; }
expect  <arg>:1:28: error: '@a' is an aggregation (count): it cannot be copied to another map
            begin { @a = count(); @b = @a; }
                                       ^~
            hint: cast it to the number that it stands for now: (uint64)@a
