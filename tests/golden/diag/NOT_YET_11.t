prog    begin {
        	@e = comptime (1 + 2);
        	@f = ;
        }
expect  <arg>:2:7: error: 'comptime' is not there yet
                @e = comptime (1 + 2);
                     ^~~~~~~~
        <arg>:3:7: error: expected an expression, found ';'
                @f = ;
                     ^
