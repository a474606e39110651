prog    begin {
        	@x = 1; /* the rest
        }
expect  <arg>:2:10: error: comment has no end
                @x = 1; /* the rest
                        ^~
            hint: close it with '*/'
