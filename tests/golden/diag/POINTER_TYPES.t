prog    begin {
        	$t = curtask;
        	print($t == $t.mm);
        	print($t != (void *)1);
        	print($t.real_parent == $t);
        	print($t < $t.mm);
        	print((int8 *)1 == (int16 *)1);
        	$x = -$t;
        }
expect  <arg>:8:7: error: '-' needs integers, not struct task_struct*
                $x = -$t;
                     ^~~
        <arg>:2:7: note: '$t' is struct task_struct* here
                $t = curtask;
                     ^~~~~~~
        <arg>:3:8: warning: pointers to different types are compared: struct task_struct* and struct mm_struct*
                print($t == $t.mm);
                      ^~~~~~~~~~~
        <arg>:6:8: warning: pointers to different types are compared: struct task_struct* and struct mm_struct*
                print($t < $t.mm);
                      ^~~~~~~~~~
        <arg>:7:8: warning: pointers to different types are compared: int8* and int16*
                print((int8 *)1 == (int16 *)1);
                      ^~~~~~~~~~~~~~~~~~~~~~~
