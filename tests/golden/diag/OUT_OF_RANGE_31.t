prog    begin {
        	let $a : int8 = 200;
        	let $b : uint8;
        	$b = -1;
        	$b = 255;
        	let $c : int32 = nsecs;
        	let $d : int64 = -9223372036854775807;
        	$a += 1000;
        }
expect  <arg>:2:18: error: the value does not fit into '$a', which is int8
                let $a : int8 = 200;
                                ^~~
        <arg>:2:11: note: its type is written here
                let $a : int8 = 200;
                         ^~~~
        <arg>:4:7: error: the value does not fit into '$b', which is uint8
                $b = -1;
                     ^~
        <arg>:3:11: note: its type is written here
                let $b : uint8;
                         ^~~~~
        <arg>:6:19: warning: uint64 may not fit into '$c', which is int32
                let $c : int32 = nsecs;
                                 ^~~~~
        <arg>:6:11: note: its type is written here
                let $c : int32 = nsecs;
                         ^~~~~
            hint: cast it if the rest is not wanted: (int32)
