prog    begin {
        	@c = typeof(@a);
        	@d = typeinfo(1);
        	@e = comptime (1 + 2);
        	@f = ;
        }
expect  <arg>:2:7: error: 'typeof' is not there yet
                @c = typeof(@a);
                     ^~~~~~
        <arg>:3:7: error: 'typeinfo' is not there yet
                @d = typeinfo(1);
                     ^~~~~~~~
        <arg>:4:7: error: 'comptime' is not there yet
                @e = comptime (1 + 2);
                     ^~~~~~~~
        <arg>:5:7: error: expected an expression, found ';'
                @f = ;
                     ^
