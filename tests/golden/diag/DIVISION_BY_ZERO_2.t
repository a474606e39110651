prog    begin { print(pid / 0); @x = 1; @x %= 0; }
exit    0
expect  <arg>:1:21: warning: dividing by zero gives 1
            begin { print(pid / 0); @x = 1; @x %= 0; }
                                ^
        <arg>:1:39: warning: dividing by zero gives 1
            begin { print(pid / 0); @x = 1; @x %= 0; }
                                                  ^
