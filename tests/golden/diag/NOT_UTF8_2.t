prog-escaped begin, kprobe:\xc3( { }
expect  <arg>:1:15: error: the script is not valid UTF-8 here
            begin, kprobe:?( { }
                          ^
