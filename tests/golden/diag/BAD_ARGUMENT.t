prog    begin { @m[1] = 1; clear(@m[1]); clear(pid); exit("now"); print(nsecs(moon)); }
expect  <arg>:1:26: error: clear() takes a whole map as 'm', not a map element
            begin { @m[1] = 1; clear(@m[1]); clear(pid); exit("now"); print(nsecs(moon)); }
                                     ^~~~~
            hint: leave the key away: @m
        <arg>:1:40: error: clear() takes a whole map as 'm', not an expression
            begin { @m[1] = 1; clear(@m[1]); clear(pid); exit("now"); print(nsecs(moon)); }
                                                   ^~~
        <arg>:1:51: error: exit() takes an integer as 'code', not string[4]
            begin { @m[1] = 1; clear(@m[1]); clear(pid); exit("now"); print(nsecs(moon)); }
                                                              ^~~~~
        <arg>:1:71: error: nsecs() does not know this word
            begin { @m[1] = 1; clear(@m[1]); clear(pid); exit("now"); print(nsecs(moon)); }
                                                                                  ^~~~
            hint: use one of: boot, monotonic, tai, sw_tai
