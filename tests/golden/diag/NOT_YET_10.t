prog    begin {
        	@a = (uint8[4])5 + (int8[])"abc";
        	@c = (inet)1;
        	@d = (rand) & 1;
        	@e = (buffer[4])2;
        	let $s : ustack_t;
        }
expect  <arg>:2:7: error: '+' needs integers, not uint8[4]
                @a = (uint8[4])5 + (int8[])"abc";
                     ^~~~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:3:7: error: int8 cannot be cast to inet
                @c = (inet)1;
                     ^~~~~~~
        <arg>:5:7: error: int8 cannot be cast to buffer[4]
                @e = (buffer[4])2;
                     ^~~~~~~~~~~~
        <arg>:6:11: error: the type 'ustack_t' is not there yet
                let $s : ustack_t;
                         ^~~~~~~~
        <arg>:6:6: warning: '$s' is never assigned
                let $s : ustack_t;
                    ^~
