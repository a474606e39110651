# a pointer is moved by integers, and not multiplied
prog    begin {
        	$t = curtask;
        	$t += "a";
        	$t *= 2;
        	$x = $t - $t;
        	$y = -$t;
        	$z = "a"; $z++;
        }
expect  <arg>:3:8: error: '+=' moves a pointer by an integer, not by string[2]
                $t += "a";
                      ^~~
        <arg>:4:2: error: '*=' needs an integer, not struct task_struct*
                $t *= 2;
                ^~
        <arg>:2:7: note: '$t' is struct task_struct* here
                $t = curtask;
                     ^~~~~~~
        <arg>:5:7: error: '-' cannot be used with struct task_struct* and struct task_struct*
                $x = $t - $t;
                     ^~~~~~~
            hint: a number may be added to a pointer and subtracted from it; for the address as a number, cast it: (uint64)
        <arg>:6:7: error: '-' needs integers, not struct task_struct*
                $y = -$t;
                     ^~~
        <arg>:2:7: note: '$t' is struct task_struct* here
                $t = curtask;
                     ^~~~~~~
        <arg>:7:12: error: '++' needs an integer, not string[2]
                $z = "a"; $z++;
                          ^~
        <arg>:7:7: note: '$z' is string[2] here
                $z = "a"; $z++;
                     ^~~
