prog    begin { @x = 5 € 3; @y = 1 ` 2; }
expect  <arg>:1:16: error: character '€' means nothing here
            begin { @x = 5 € 3; @y = 1 ` 2; }
                           ^
        <arg>:1:30: error: character '`' means nothing here
            begin { @x = 5 € 3; @y = 1 ` 2; }
                                       ^
