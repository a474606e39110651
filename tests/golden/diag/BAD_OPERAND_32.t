prog    begin {
        	$r = (x=1, y=2);
        	if ($r == (x=1)) { }
        	if ($r < $r) { }
        	if (x = 1) { }
        	let $c : count_t;
        	let $u : usum_t;
        }
expect  <arg>:3:6: error: '==' cannot compare (x=int64,y=int64) with (x=int64)
                if ($r == (x=1)) { }
                    ^~~~~~~~~~~
        <arg>:2:7: note: '$r' is (x=int64,y=int64) here
                $r = (x=1, y=2);
                     ^~~~~~~~~~
        <arg>:4:6: error: '<' cannot compare (x=int64,y=int64) with (x=int64,y=int64)
                if ($r < $r) { }
                    ^~~~~~~
        <arg>:2:7: note: '$r' is (x=int64,y=int64) here
                $r = (x=1, y=2);
                     ^~~~~~~~~~
        <arg>:5:5: error: a condition is an integer, a bool or a pointer, not (x=int64)
                if (x = 1) { }
                   ^~~~~~~
            hint: to compare, write '=='
        <arg>:6:11: error: a variable cannot hold count_t
                let $c : count_t;
                         ^~~~~~~
            hint: aggregations live in maps: @name = count(...)
        <arg>:7:11: error: a variable cannot hold usum_t
                let $u : usum_t;
                         ^~~~~~
            hint: aggregations live in maps: @name = sum(...)
        <arg>:6:6: warning: '$c' is never assigned
                let $c : count_t;
                    ^~
        <arg>:7:6: warning: '$u' is never assigned
                let $u : usum_t;
                    ^~
