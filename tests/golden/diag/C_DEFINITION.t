prog    struct a { int x; nothing y; };
        struct b { int x : 40; };
        struct c { int x : 3 int y; };
        struct d { void v; };
        struct e { struct nowhere n; };
        struct f { int a[-1]; char c['\x10' / 0]; };
        struct twice { int a; };
        struct twice { int a; };
        enum g { A, B = x };
        struct h { int (*f)(int; };
        struct i { int a[1 << 30][1 << 30]; };
        union j { float x : 3; };
        struct k { struct k self; };
        begin { @x = ; }
expect  <arg>:1:19: error: the definition cannot be read at 'nothing': it is no type
            struct a { int x; nothing y; };
                              ^~~~~~~
        <arg>:2:20: error: the definition cannot be read at '40': the bit field is wider than its type
            struct b { int x : 40; };
                               ^~
        <arg>:3:22: error: the definition cannot be read at 'int': ';' is missing
            struct c { int x : 3 int y; };
                                 ^~~
        <arg>:4:17: error: the definition cannot be read at 'v': its type has no size that is known here
            struct d { void v; };
                            ^
        <arg>:5:27: error: the definition cannot be read at 'n': its type has no size that is known here
            struct e { struct nowhere n; };
                                      ^
        <arg>:6:18: error: the definition cannot be read at '-': the number of elements is negative
            struct f { int a[-1]; char c['\x10' / 0]; };
                             ^
        <arg>:8:8: error: the definition cannot be read at 'twice': it is defined twice
            struct twice { int a; };
                   ^~~~~
        <arg>:9:17: error: the definition cannot be read at 'x': not a constant
            enum g { A, B = x };
                            ^
        <arg>:10:28: error: the definition cannot be read: '}' is missing
            struct h { int (*f)(int; };
                                       ^
        <arg>:11:27: error: the definition cannot be read at '1': an array cannot be made of this many elements of this type
            struct i { int a[1 << 30][1 << 30]; };
                                      ^
        <arg>:12:21: error: the definition cannot be read at '3': a bit field is an integer
            union j { float x : 3; };
                                ^
        <arg>:13:21: error: the definition cannot be read at 'self': its type has no size that is known here
            struct k { struct k self; };
                                ^~~~
        <arg>:14:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
