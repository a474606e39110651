prog-escaped begin { @x = 1 \x1b[31m; }
expect  <arg>:1:16: error: character '\x1b' means nothing here
            begin { @x = 1 ?[31m; }
                           ^
