prog    begin { @x = nsecs; @x = -1; @y = pid; @y = -1; }
exit    0
expect  <arg>:1:26: warning: '@x' holds signed and unsigned values: all are taken as int64
            begin { @x = nsecs; @x = -1; @y = pid; @y = -1; }
                                     ^~
        <arg>:1:14: note: it begins here
            begin { @x = nsecs; @x = -1; @y = pid; @y = -1; }
                         ^~~~~
