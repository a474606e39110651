flags   format
prog
        // first


        /* second
             * goes on
          */
        kprobe:f // head
        { // body
            // own line
          $x=1; // behind
          $y=2; /* behind, too */
          /* in front */ $z=3;
          f(1, // one
            /* two */ 2,
            // three
            3);
          if $x { // then
          } // done
          else { /* nothing */ }


          $v=1


          // last
        }
        // behind
layout
        // first

        /* second
         * goes on
         */
        kprobe:f // head
        { // body
        	// own line
        	$x = 1; // behind
        	$y = 2; /* behind, too */
        	/* in front */ $z = 3;
        	f(1, // one
        		/* two */ 2,
        		// three
        		3);
        	if $x { // then
        	} // done
        	else {
        		/* nothing */
        	}

        	$v = 1

        	// last
        }
        // behind
