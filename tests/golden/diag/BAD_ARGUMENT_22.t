prog    begin { print(nsecs(monotnic)); }
expect  <arg>:1:21: error: nsecs() does not know this word
            begin { print(nsecs(monotnic)); }
                                ^~~~~~~~
            hint: use one of: boot, monotonic, tai, sw_tai
