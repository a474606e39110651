prog    #define F(x) (x + 1)
        #define EMPTY
        #define BROKEN 1 +
        #define NOT_A_VALUE } end {
        #define OTHER UNKNOWN + 1
        #define SELF SELF
        #define TEXT "a" + 1
        #define LOST /* nothing */ undefined_word
        begin {
        	@a = F(1);
        	@b = EMPTY;
        	@c = BROKEN;
        	@d = NOT_A_VALUE;
        	@e = OTHER * 2;
        	@f = SELF;
        	@h = F;
        	@i = TEXT(3);
        #undef LOST
        	@j = LOST;
        }
expect  <arg>:10:7: error: 'F' cannot be used here: a '#define' with parameters is for the preprocessor
                @a = F(1);
                     ^
        <arg>:1:9: note: it is defined here
            #define F(x) (x + 1)
                    ^
            hint: write a macro of the language: macro NAME(a, b) { ... }
        <arg>:11:7: error: 'EMPTY' cannot be used here: it stands for nothing
                @b = EMPTY;
                     ^~~~~
        <arg>:2:9: note: it is defined here
            #define EMPTY
                    ^~~~~
        <arg>:12:7: error: 'BROKEN' cannot be used here: its text is no expression
                @c = BROKEN;
                     ^~~~~~
        <arg>:3:9: note: it is defined here
            #define BROKEN 1 +
                    ^~~~~~
        <arg>:13:7: error: 'NOT_A_VALUE' cannot be used here: its text is no expression
                @d = NOT_A_VALUE;
                     ^~~~~~~~~~~
        <arg>:4:9: note: it is defined here
            #define NOT_A_VALUE } end {
                    ^~~~~~~~~~~
        <arg>:14:7: error: 'UNKNOWN' is not defined
                @e = OTHER * 2;
                     ^~~~~
        <arg>:15:7: error: 'SELF' is not defined
                @f = SELF;
                     ^~~~
        <arg>:16:7: error: 'F' cannot be used here: a '#define' with parameters is for the preprocessor
                @h = F;
                     ^
        <arg>:1:9: note: it is defined here
            #define F(x) (x + 1)
                    ^
            hint: write a macro of the language: macro NAME(a, b) { ... }
        <arg>:17:7: error: 'TEXT' cannot be used here: it is no function
                @i = TEXT(3);
                     ^~~~
        <arg>:7:9: note: it is defined here
            #define TEXT "a" + 1
                    ^~~~
            hint: leave the parentheses away
        <arg>:19:7: error: 'LOST' is not defined
                @j = LOST;
                     ^~~~
