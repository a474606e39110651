prog    begin {
        	@a = if $x { 1 } else { 2 };
        	@b = { $y = 1; $y + ; };
        	@c = ;
        }
expect  <arg>:2:7: error: 'if' as a value is not there yet
                @a = if $x { 1 } else { 2 };
                     ^~
            hint: write condition ? this : that
        <arg>:3:7: error: a block as a value is not there yet
                @b = { $y = 1; $y + ; };
                     ^
            hint: give the value to a variable first
        <arg>:3:22: error: expected an expression, found ';'
                @b = { $y = 1; $y + ; };
                                    ^
        <arg>:4:7: error: expected an expression, found ';'
                @c = ;
                     ^
