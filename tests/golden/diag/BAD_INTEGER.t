prog    begin {
        	@a = 08;
        	@b = 12ab;
        	@c = 1_000_;
        	@d = 0x;
        	@e = 0b12;
        	@f = 1.5;
        	@g = 12e3;
        	@h = 1e03;
        	@i = 5MS;
        }
expect  <arg>:2:7: error: a number that begins with 0 is octal: digits 0 to 7
                @a = 08;
                     ^~
        <arg>:3:7: error: number has an unknown suffix
                @b = 12ab;
                     ^~~~
            hint: suffixes are u l ul ll ull, and ns us ms s m h d for times
        <arg>:4:7: error: '_' may only stand between digits
                @c = 1_000_;
                     ^~~~~~
        <arg>:5:7: error: number has no digits
                @d = 0x;
                     ^~
        <arg>:6:7: error: number has a digit that its base does not have
                @e = 0b12;
                     ^~~~
        <arg>:7:7: error: the language has no fractions
                @f = 1.5;
                     ^~~
        <arg>:8:7: error: only one digit from 1 to 9 may stand before the 'e'
                @g = 12e3;
                     ^~~~
        <arg>:9:7: error: behind the 'e' there must be a number that begins with 1 to 9
                @h = 1e03;
                     ^~~~
        <arg>:10:7: error: number has an unknown suffix
                @i = 5MS;
                     ^~~
            hint: suffixes are u l ul ll ull, and ns us ms s m h d for times
