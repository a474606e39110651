prog-escaped begin { @x = 1;\x00\x00 @y = "a\x00b"; } // and \x00 here
expect  <arg>:1:16: error: the script holds a NUL byte: it is no text
            begin { @x = 1;?? @y = "a?b"; } // and ? here
                           ^
