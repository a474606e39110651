prog    begin {
        	@a = sizeof(struct task_struct);
        	@b = offsetof(struct s, f.g);
        	@c = typeof(@a);
        	@d = typeinfo(1);
        	@e = comptime (1 + 2);
        	@f = ;
        }
expect  <arg>:2:7: error: 'sizeof' is not there yet
                @a = sizeof(struct task_struct);
                     ^~~~~~
        <arg>:3:7: error: 'offsetof' is not there yet
                @b = offsetof(struct s, f.g);
                     ^~~~~~~~
        <arg>:4:7: error: 'typeof' is not there yet
                @c = typeof(@a);
                     ^~~~~~
        <arg>:5:7: error: 'typeinfo' is not there yet
                @d = typeinfo(1);
                     ^~~~~~~~
        <arg>:6:7: error: 'comptime' is not there yet
                @e = comptime (1 + 2);
                     ^~~~~~~~
        <arg>:7:7: error: expected an expression, found ';'
                @f = ;
                     ^
