prog    begin {
        	@a = (1 + ;
        	@b = 2 +% 3;
        	@c = [1];
        	if () { @d = ; }
        	@e = 5;
        }
        end { @f = ) }
expect  <arg>:2:12: error: expected an expression, found ';'
                @a = (1 + ;
                          ^
        <arg>:3:10: error: expected an expression, found '%'
                @b = 2 +% 3;
                        ^
        <arg>:4:7: error: expected an expression, found '['
                @c = [1];
                     ^
        <arg>:5:6: error: expected an expression, found ')'
                if () { @d = ; }
                    ^
        <arg>:5:15: error: expected an expression, found ';'
                if () { @d = ; }
                             ^
        <arg>:8:12: error: expected an expression, found ')'
            end { @f = ) }
                       ^
