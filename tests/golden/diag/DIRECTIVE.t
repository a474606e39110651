prog    #if 1 +
        #endif
        #if 2 3
        #elif
        #else
        #frobnicate
        #undeff A
        #define 5
        #define F(a b) a
        #undef
        #error "not on this machine"
        #include linux
        #if 5/0
        #endif
        #ifdef
        #endif
        #elif 1
        #else
        #endif
        #endif
        #if 0 && 5/0 || 'a' == 97
        begin { @x = ; }
        #endif
        #if 1 == 1
expect  <arg>:1:1: error: the condition cannot be read: not a constant expression
            #if 1 +
            ^~~
        <arg>:3:1: error: the condition cannot be read: '3' is too much
            #if 2 3
            ^~~
        <arg>:4:1: error: the condition is empty
            #elif
            ^~~~~
        <arg>:6:1: error: '#frobnicate' is no directive
            #frobnicate
            ^~~~~~~~~~~
            hint: comments begin with '//'
        <arg>:7:1: error: '#undeff' is no directive
            #undeff A
            ^~~~~~~
            hint: did you mean '#undef'?
        <arg>:8:9: error: '#define' needs a name
            #define 5
                    ^
        <arg>:9:10: error: the parameters of 'F' cannot be read: names between commas, then ')'
            #define F(a b) a
                     ^
        <arg>:10:1: error: '#undef' needs a name
            #undef
            ^~~~~~
        <arg>:11:1: error: "not on this machine"
            #error "not on this machine"
            ^~~~~~
        <arg>:12:10: error: '#include' needs the name of a header: <linux/fs.h> or "mine.h"
            #include linux
                     ^~~~~
        <arg>:13:1: error: the condition cannot be read: division by zero
            #if 5/0
            ^~~
        <arg>:15:1: error: '#ifdef' needs a name
            #ifdef
            ^~~~~~
        <arg>:17:1: error: '#elif' behind '#else'
            #elif 1
            ^~~~~
        <arg>:18:1: error: '#else' behind '#else'
            #else
            ^~~~~
        <arg>:20:1: error: '#endif' without '#if'
            #endif
            ^~~~~~
        <arg>:22:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
        <arg>:24:1: error: '#if' has no '#endif'
            #if 1 == 1
            ^~~
            hint: close it with '#endif'
