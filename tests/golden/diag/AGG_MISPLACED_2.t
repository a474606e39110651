prog    begin { @a = count(); @b = @a; }
expect  <arg>:1:28: error: '@a' is a count: it cannot be copied to another map
            begin { @a = count(); @b = @a; }
                                       ^~
            hint: @a + 0 is the number that it stands for now
