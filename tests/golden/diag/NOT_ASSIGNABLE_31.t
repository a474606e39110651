prog    begin { $q = (a=1, b=2); $q.a = 5; $t = (1, 2); $t.0 = 3; }
expect  <arg>:1:26: error: a field cannot be changed
            begin { $q = (a=1, b=2); $q.a = 5; $t = (1, 2); $t.0 = 3; }
                                     ^~~~
            hint: only variables ($x) and maps (@x, @x[key]) can
        <arg>:1:49: error: a field cannot be changed
            begin { $q = (a=1, b=2); $q.a = 5; $t = (1, 2); $t.0 = 3; }
                                                            ^~~~
            hint: only variables ($x) and maps (@x, @x[key]) can
