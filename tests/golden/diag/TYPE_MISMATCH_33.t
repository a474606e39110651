prog    begin {
        	$r = (x=1, y="ab");
        	$r = (x=1);
        	@m = (a=1, b=(c=2));
        	@m = (b=(c="text"), a=1);
        	@k[(n=1)] = 1;
        	@k[(m=1)] = 1;
        	let $t : timestamp;
        	$t = 5;
        	let $s : string = "abc";
        	$s = 5;
        }
expect  <arg>:3:7: error: '$r' is (x=int64,y=string[3]), not (x=int64)
                $r = (x=1);
                     ^~~~~
        <arg>:2:7: note: it is (x=int64,y=string[3]) here
                $r = (x=1, y="ab");
                     ^~~~~~~~~~~~~
        <arg>:5:7: error: '@m' is (a=int64,b=(c=int64)), not (b=(c=string[5]),a=int64)
                @m = (b=(c="text"), a=1);
                     ^~~~~~~~~~~~~~~~~~~
        <arg>:4:7: note: it is (a=int64,b=(c=int64)) here
                @m = (a=1, b=(c=2));
                     ^~~~~~~~~~~~~~
        <arg>:7:5: error: the key of '@k' is (n=int64), not (m=int64)
                @k[(m=1)] = 1;
                   ^~~~~
        <arg>:6:5: note: it is (n=int64) here
                @k[(n=1)] = 1;
                   ^~~~~
        <arg>:9:7: error: '$t' is timestamp, not int8
                $t = 5;
                     ^
        <arg>:8:11: note: its type is written here
                let $t : timestamp;
                         ^~~~~~~~~
        <arg>:11:7: error: '$s' is string, not int8
                $s = 5;
                     ^
        <arg>:10:11: note: its type is written here
                let $s : string = "abc";
                         ^~~~~~
