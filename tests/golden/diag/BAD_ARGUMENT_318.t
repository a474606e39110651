prog    begin { @a[1] = 1; table(@a, (keys="A,B")); }
expect  <arg>:1:30: error: table() is given 2 titles as 'keys', but the key of '@a' has 1 part
            begin { @a[1] = 1; table(@a, (keys="A,B")); }
                                         ^~~~~~~~~~~~
