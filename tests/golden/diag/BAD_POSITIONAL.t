prog    begin { @a = $1; @b = $0; @c = $; @d = $12a; @e = $99999999999; @f = $01; }
expect  <arg>:1:23: error: not a positional parameter
            begin { @a = $1; @b = $0; @c = $; @d = $12a; @e = $99999999999; @f = $01; }
                                  ^~
            hint: variables are $name, parameters $1, $2, ..., their number is $#
        <arg>:1:32: error: '$' must be followed by a name or a number
            begin { @a = $1; @b = $0; @c = $; @d = $12a; @e = $99999999999; @f = $01; }
                                           ^
            hint: variables are $name, parameters $1, $2, ..., their number is $#
        <arg>:1:40: error: not a positional parameter
            begin { @a = $1; @b = $0; @c = $; @d = $12a; @e = $99999999999; @f = $01; }
                                                   ^~~~
            hint: variables are $name, parameters $1, $2, ..., their number is $#
        <arg>:1:51: error: not a positional parameter
            begin { @a = $1; @b = $0; @c = $; @d = $12a; @e = $99999999999; @f = $01; }
                                                              ^~~~~~~~~~~~
            hint: variables are $name, parameters $1, $2, ..., their number is $#
        <arg>:1:70: error: not a positional parameter
            begin { @a = $1; @b = $0; @c = $; @d = $12a; @e = $99999999999; @f = $01; }
                                                                                 ^~~
            hint: variables are $name, parameters $1, $2, ..., their number is $#
