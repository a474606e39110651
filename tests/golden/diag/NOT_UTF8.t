prog-escaped begin { @x = 1 \xff\xfe + 2; @y = "\xff is fine here"; }
expect  <arg>:1:16: error: the script is not valid UTF-8 here
            begin { @x = 1 ?? + 2; @y = "? is fine here"; }
                           ^~
