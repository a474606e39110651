prog    begin { @x = "a\qb \400 \x \é ok \x41\101\n"; }
expect  <arg>:1:16: error: unknown escape in a string
            begin { @x = "a\qb \400 \x \é ok \x41\101\n"; }
                           ^~
            hint: known are \n \t \r \" \\ \NNN (octal) and \xHH
        <arg>:1:20: error: octal escape is above 255
            begin { @x = "a\qb \400 \x \é ok \x41\101\n"; }
                               ^~~~
            hint: the largest is \377
        <arg>:1:25: error: '\x' must be followed by one or two hexadecimal digits
            begin { @x = "a\qb \400 \x \é ok \x41\101\n"; }
                                    ^~
        <arg>:1:28: error: unknown escape in a string
            begin { @x = "a\qb \400 \x \é ok \x41\101\n"; }
                                       ^~
            hint: known are \n \t \r \" \\ \NNN (octal) and \xHH
