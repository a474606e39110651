prog    begin {
        	$n = pid;
        	print(comptime (sizeof(uint64) + $n));
        	if comptime ($n > 1) { print(1); }
        	if comptime is_ptr($n) { print($n.field); }
        }
expect  <arg>:3:35: error: this is not known before the program runs
                print(comptime (sizeof(uint64) + $n));
                                                 ^~
        <arg>:3:8: note: 'comptime' needs it here
                print(comptime (sizeof(uint64) + $n));
                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:4:15: error: this is not known before the program runs
                if comptime ($n > 1) { print(1); }
                             ^~
        <arg>:4:5: note: 'comptime' needs it here
                if comptime ($n > 1) { print(1); }
                   ^~~~~~~~~~~~~~~~~
