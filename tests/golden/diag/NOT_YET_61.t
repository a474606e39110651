prog    begin {
        	print((string)1);
        	$p = curtask; $p++; $p += 1;
        }
expect  <arg>:2:9: error: the type 'string' is not there yet
                print((string)1);
                       ^~~~~~
        <arg>:3:16: error: arithmetic on pointers is not there yet
                $p = curtask; $p++; $p += 1;
                              ^~
        <arg>:3:22: error: arithmetic on pointers is not there yet
                $p = curtask; $p++; $p += 1;
                                    ^~
