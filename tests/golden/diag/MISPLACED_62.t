prog    begin { print(1); /* a comment */ # define A 1
        }
        begin { /* another
        */ #define B 2
        print(B); }
expect  <arg>:1:35: error: '#' means something at the beginning of a line only
            begin { print(1); /* a comment */ # define A 1
                                              ^
            hint: comments begin with '//'
        <arg>:4:4: error: '#' means something at the beginning of a line only
            */ #define B 2
               ^
            hint: comments begin with '//'
