prog    begin { print(sizeof({ @m = 1; 5 })); print(sizeof(@m++)); $x = 5; print(sizeof($x++)); }
expect  <arg>:1:24: error: '@m' cannot be changed here: only the type of this is asked for
            begin { print(sizeof({ @m = 1; 5 })); print(sizeof(@m++)); $x = 5; print(sizeof($x++)); }
                                   ^~
            hint: change it in a statement of its own
        <arg>:1:52: error: '@m' cannot be changed here: only the type of this is asked for
            begin { print(sizeof({ @m = 1; 5 })); print(sizeof(@m++)); $x = 5; print(sizeof($x++)); }
                                                               ^~
            hint: change it in a statement of its own
