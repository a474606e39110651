prog    begin {
        	@a = 18446744073709551615;
        	@b = 18446744073709551616;
        	@c = 1e20;
        	@d = 300000d;
        	@e = 0x10000000000000000;
        }
expect  <arg>:3:7: error: number does not fit into 64 bits
                @b = 18446744073709551616;
                     ^~~~~~~~~~~~~~~~~~~~
            hint: the largest is 18446744073709551615
        <arg>:4:7: error: number does not fit into 64 bits
                @c = 1e20;
                     ^~~~
            hint: the largest is 18446744073709551615
        <arg>:5:7: error: number does not fit into 64 bits
                @d = 300000d;
                     ^~~~~~~
            hint: the largest is 18446744073709551615
        <arg>:6:7: error: number does not fit into 64 bits
                @e = 0x10000000000000000;
                     ^~~~~~~~~~~~~~~~~~~
            hint: the largest is 18446744073709551615
