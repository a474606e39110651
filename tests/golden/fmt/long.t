flags   format
prog
        kprobe:f /pid == 123456 && comm == "a long name of a process" && args.something == 123456789 && $another == 1/ {
          printf("%s %s %d %d %d a rather long format, whose arguments do not fit\n", comm, str(args.filename), $first, $second, $third);
          if ($this_is_the_first_condition == 1 && $this_is_the_second_condition == 2 || $this_is_the_third_condition) { f("a string that is much longer than the columns of one line, so that nothing can be done about it, whatever happens", 1) }
          @result_with_a_long_name[$the_first_key_with_a_long_name, $the_second_key] = $value_with_name + f($x, $y);
        }
layout
        kprobe:f
        /pid == 123456 && comm == "a long name of a process" && args.something == 123456789 &&
        	$another == 1/
        {
        	printf("%s %s %d %d %d a rather long format, whose arguments do not fit\n", comm,
        		str(args.filename), $first, $second, $third);
        	if ($this_is_the_first_condition == 1 && $this_is_the_second_condition == 2 ||
        			$this_is_the_third_condition) {
        		f("a string that is much longer than the columns of one line, so that nothing can be done about it, whatever happens",
        			1)
        	}
        	@result_with_a_long_name[$the_first_key_with_a_long_name, $the_second_key] =
        		$value_with_name + f($x, $y);
        }
