prog    begin {
        	@a = (uint8[4])5 + (int8[])"abc";
        	@b = (string[5])"abc";
        	@c = (inet)1;
        	@d = (rand) & 1;
        	@e = (buffer[4])2;
        }
expect  <arg>:2:7: error: '+' needs integers, not uint8[4]
                @a = (uint8[4])5 + (int8[])"abc";
                     ^~~~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:3:8: error: the type 'string' is not there yet
                @b = (string[5])"abc";
                      ^~~~~~~~~
        <arg>:4:8: error: the type 'inet' is not there yet
                @c = (inet)1;
                      ^~~~
        <arg>:6:8: error: the type 'buffer' is not there yet
                @e = (buffer[4])2;
                      ^~~~~~~~~
