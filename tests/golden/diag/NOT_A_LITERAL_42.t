prog    begin { print(kfunc_exist(comm)); @m[1] = 1; print(is_scalar(@m[1])); }
expect  <arg>:1:27: error: kfunc_exist() takes a string literal as 'function', not an expression
            begin { print(kfunc_exist(comm)); @m[1] = 1; print(is_scalar(@m[1])); }
                                      ^~~~
        <arg>:1:62: error: is_scalar() takes a whole map as 'm', not a map element
            begin { print(kfunc_exist(comm)); @m[1] = 1; print(is_scalar(@m[1])); }
                                                                         ^~~~~
            hint: leave the key away: @m
