prog    begin { print(getopt("a b")); print(getopt("help", 1)); }
expect  <arg>:1:22: error: 'a b' cannot be the name of a parameter
            begin { print(getopt("a b")); print(getopt("help", 1)); }
                                 ^~~~~
            hint: a name begins with a letter or '_' and goes on with these, digits and '-'
        <arg>:1:44: error: the parameter 'help' is every script's own
            begin { print(getopt("a b")); print(getopt("help", 1)); }
                                                       ^~~~~~
            hint: it shows the script's first comment and its parameters; choose another name
