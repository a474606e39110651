prog    struct open { int a;
        begin { exit(); }
expect  <arg>:2:1: error: the definition cannot be read at 'begin': it is no type
            begin { exit(); }
            ^~~~~
