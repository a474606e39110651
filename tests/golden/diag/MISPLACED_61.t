prog    begin { @x = 1; # a comment
        }
expect  <arg>:1:17: error: '#' means something at the beginning of a line only
            begin { @x = 1; # a comment
                            ^
            hint: comments begin with '//'
