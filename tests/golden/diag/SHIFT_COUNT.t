prog    begin { print(1 << 64); print(pid >> 65); $x = 1; $x <<= 70; }
exit    0
expect  <arg>:1:20: warning: a shift count is taken modulo 64: this one is 0
            begin { print(1 << 64); print(pid >> 65); $x = 1; $x <<= 70; }
                               ^~
        <arg>:1:38: warning: a shift count is taken modulo 64: this one is 1
            begin { print(1 << 64); print(pid >> 65); $x = 1; $x <<= 70; }
                                                 ^~
        <arg>:1:58: warning: a shift count is taken modulo 64: this one is 6
            begin { print(1 << 64); print(pid >> 65); $x = 1; $x <<= 70; }
                                                                     ^~
