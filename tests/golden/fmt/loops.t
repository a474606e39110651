flags   format
prog
        begin{for($kv:@m){print($kv.0);} for $i:0..$n+1{$t=($i,);continue;} while($x<10){$x++;--$y;break}unroll(5){f(1)}
        for ($i : -3 .. 3) {}
        }
layout
        begin {
        	for ($kv : @m) {
        		print($kv.0);
        	}
        	for $i : 0..$n + 1 {
        		$t = ($i,);
        		continue;
        	}
        	while ($x < 10) {
        		$x++;
        		--$y;
        		break
        	}
        	unroll (5) {
        		f(1)
        	}
        	for ($i : -3..3) {}
        }
