prog    begin {
        	$x = { print(1); };
        	let $v : void;
        	$y = { };
        }
expect  <arg>:2:7: error: this has no value
                $x = { print(1); };
                     ^~~~~~~~~~~~~
            hint: the value of a block is its last expression, without ';' behind it
        <arg>:3:11: error: a variable cannot hold void
                let $v : void;
                         ^~~~
        <arg>:4:7: error: this has no value
                $y = { };
                     ^~~
            hint: the value of a block is its last expression, without ';' behind it
        <arg>:3:6: warning: '$v' is never assigned
                let $v : void;
                    ^~
