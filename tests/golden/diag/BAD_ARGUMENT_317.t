prog    begin { @a[1] = 1; table(@a, (cols="A,B")); }
expect  <arg>:1:39: error: table() takes one title for each of its maps, of which there is 1
            begin { @a[1] = 1; table(@a, (cols="A,B")); }
                                                  ^
