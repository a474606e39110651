prog    struct s { double d; long double e; __int128 big; struct nothing *p; void (*f)(void); char many[4]; };
        begin {
        	@a = ((struct s *)1)->d;
        	@b = ((struct s *)1)->big;
        	@c = ((struct s *)1)->p->x;
        	@d = ((struct s *)1)->f + 1;
        	@e = ((struct s *)1)->many[9];
        	@f = ((struct s *)1)->manny;
        	@g = sizeof(struct nothing);
        }
expect  <arg>:3:24: error: 'd' cannot be read: values of its type are not known
                @a = ((struct s *)1)->d;
                                      ^
        <arg>:4:24: error: 'big' cannot be read: values of its type are not known
                @b = ((struct s *)1)->big;
                                      ^~~
        <arg>:5:7: error: struct nothing* cannot be followed: it is not known what lies there
                @c = ((struct s *)1)->p->x;
                     ^~~~~~~~~~~~~~~~~~
            hint: cast it to a pointer to a type: (struct NAME *)
        <arg>:7:29: error: the index is outside of string[4]
                @e = ((struct s *)1)->many[9];
                                           ^
            hint: elements are counted from 0 to 3
        <arg>:8:24: error: 'manny' is no field of 'struct s'
                @f = ((struct s *)1)->manny;
                                      ^~~~~
            hint: did you mean 'many'?
        <arg>:9:14: error: this kernel has no type 'struct nothing'
                @g = sizeof(struct nothing);
                            ^~~~~~~~~~~~~~
