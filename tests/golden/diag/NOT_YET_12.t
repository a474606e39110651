prog    begin { @a = (x=1, y=(2, 3)); @b = (); @c = ; }
expect  <arg>:1:15: error: records ('(name = value)') are not there yet
            begin { @a = (x=1, y=(2, 3)); @b = (); @c = ; }
                          ^
            hint: a tuple holds values without names: (1, 2)
        <arg>:1:36: error: empty tuples are not there yet
            begin { @a = (x=1, y=(2, 3)); @b = (); @c = ; }
                                               ^~
        <arg>:1:45: error: expected an expression, found ';'
            begin { @a = (x=1, y=(2, 3)); @b = (); @c = ; }
                                                        ^
