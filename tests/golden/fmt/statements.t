flags   format
prog
        begin{$x=1;@a[$x,2]=count();if($x==1){exit()}else if $x>2{@b++;}else{--@b;}; { $y=2 } ;;return}
        END { }
layout
        begin {
        	$x = 1;
        	@a[$x, 2] = count();
        	if ($x == 1) {
        		exit()
        	} else if $x > 2 {
        		@b++;
        	} else {
        		--@b;
        	};
        	{
        		$y = 2
        	};;
        	return
        }
        END {}
