prog    struct s {
        	int a;
        	struct { char b[3]; } c;
        } __attribute__((packed));
        union u { int a; }
        enum e { A, B };
        typedef struct { int a; } t;
        struct forward;
        begin { @x = ; }
expect  <arg>:1:1: error: C definitions are not there yet
            struct s {
            ^~~~~~
            hint: fields of tracepoints need none: args.NAME
        <arg>:5:1: error: C definitions are not there yet
            union u { int a; }
            ^~~~~
            hint: fields of tracepoints need none: args.NAME
        <arg>:6:1: error: C definitions are not there yet
            enum e { A, B };
            ^~~~
            hint: fields of tracepoints need none: args.NAME
        <arg>:7:1: error: C definitions are not there yet
            typedef struct { int a; } t;
            ^~~~~~~
            hint: fields of tracepoints need none: args.NAME
        <arg>:8:1: error: C definitions are not there yet
            struct forward;
            ^~~~~~
            hint: fields of tracepoints need none: args.NAME
        <arg>:9:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
