prog    begin { @m[1] = 1; delete(@m); }
expect  <arg>:1:27: error: delete() needs the key of the entry of '@m' to delete
            begin { @m[1] = 1; delete(@m); }
                                      ^~
            hint: clear(@m) removes all entries
