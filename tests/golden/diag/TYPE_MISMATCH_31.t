prog    begin {
        	let $p : struct task_struct * = 5;
        	let $q : bool = pid;
        	let $r : int32 = "five";
        	$r = curtask;
        	let $s : int32 *;
        	$s = curtask;
        }
expect  <arg>:2:34: error: '$p' is struct task_struct*, not int8
                let $p : struct task_struct * = 5;
                                                ^
        <arg>:2:11: note: its type is written here
                let $p : struct task_struct * = 5;
                         ^~~~~~~~~~~~~~~~~~~~
            hint: cast it: (struct task_struct*)
        <arg>:3:18: error: '$q' is bool, not uint32
                let $q : bool = pid;
                                ^~~
        <arg>:3:11: note: its type is written here
                let $q : bool = pid;
                         ^~~~
            hint: cast it: (bool)
        <arg>:4:19: error: '$r' is int32, not string[5]
                let $r : int32 = "five";
                                 ^~~~~~
        <arg>:4:11: note: its type is written here
                let $r : int32 = "five";
                         ^~~~~
        <arg>:5:7: error: '$r' is int32, not struct task_struct*
                $r = curtask;
                     ^~~~~~~
        <arg>:4:11: note: its type is written here
                let $r : int32 = "five";
                         ^~~~~
        <arg>:7:7: error: '$s' is int32*, not struct task_struct*
                $s = curtask;
                     ^~~~~~~
        <arg>:6:11: note: its type is written here
                let $s : int32 *;
                         ^~~~~~~
            hint: cast it: (int32*)
