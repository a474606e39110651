prog    begin { print(getopt("n", pid)); print(getopt(comm)); }
expect  <arg>:1:27: error: the default of parameter 'n' is not written out
            begin { print(getopt("n", pid)); print(getopt(comm)); }
                                      ^~~
            hint: write a number, a string, true or false: it decides the parameter's type
        <arg>:1:47: error: getopt() takes a string literal as 'name', not an expression
            begin { print(getopt("n", pid)); print(getopt(comm)); }
                                                          ^~~~
