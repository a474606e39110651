prog    begin {
        	$x = if pid { 1 };
        	$y = if pid { 1 } else if tid { 2 };
        }
expect  <arg>:2:7: error: expected 'else' behind an 'if' that stands for a value
                $x = if pid { 1 };
                     ^~~~~~~~~~~~
            hint: there must be a value whether the condition is true or not
        <arg>:3:7: error: expected 'else' behind an 'if' that stands for a value
                $y = if pid { 1 } else if tid { 2 };
                     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: there must be a value whether the condition is true or not
