prog    begin {
        	@a = (uint8)$x + (struct task_struct *)$y;
        	@b = (int32)-1 + (size_t)(1);
        	@c = (uint8[4])$z;
        	@d = (rand) & 1;
        	@e = ;
        }
expect  <arg>:2:7: error: casts are not there yet
                @a = (uint8)$x + (struct task_struct *)$y;
                     ^~~~~~~
        <arg>:2:19: error: casts are not there yet
                @a = (uint8)$x + (struct task_struct *)$y;
                                 ^~~~~~~~~~~~~~~~~~~~~~
        <arg>:3:7: error: casts are not there yet
                @b = (int32)-1 + (size_t)(1);
                     ^~~~~~~
        <arg>:3:19: error: casts are not there yet
                @b = (int32)-1 + (size_t)(1);
                                 ^~~~~~~~
        <arg>:4:7: error: casts are not there yet
                @c = (uint8[4])$z;
                     ^~~~~~~~~~
        <arg>:6:7: error: expected an expression, found ';'
                @e = ;
                     ^
