prog    #include <linux/sched.h>
        #define A \
        	5
        begin {
        #if 1
        	@x = ;
        #endif
        }
expect  <arg>:1:1: error: preprocessor lines ('#include', '#define' ...) are not there yet
            #include <linux/sched.h>
            ^~~~~~~~
            hint: fields of tracepoints need no header: args.NAME
        <arg>:2:1: error: preprocessor lines ('#include', '#define' ...) are not there yet
            #define A \
            ^~~~~~~
            hint: fields of tracepoints need no header: args.NAME
        <arg>:5:1: error: preprocessor lines ('#include', '#define' ...) are not there yet
            #if 1
            ^~~
            hint: fields of tracepoints need no header: args.NAME
        <arg>:6:7: error: expected an expression, found ';'
                @x = ;
                     ^
        <arg>:7:1: error: preprocessor lines ('#include', '#define' ...) are not there yet
            #endif
            ^~~~~~
            hint: fields of tracepoints need no header: args.NAME
