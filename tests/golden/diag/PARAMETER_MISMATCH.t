prog    begin { print(getopt("n", 5)); print(getopt("n", 6)); print(getopt("n")); }
expect  <arg>:1:38: error: parameter 'n' is uint64 with the default 6 here, and uint64 with the default 5 before
            begin { print(getopt("n", 5)); print(getopt("n", 6)); print(getopt("n")); }
                                                 ^~~~~~~~~~~~~~
        <arg>:1:15: note: it is declared here
            begin { print(getopt("n", 5)); print(getopt("n", 6)); print(getopt("n")); }
                          ^~~~~~~~~~~~~~
            hint: all uses of one name must agree: write the same default in each
        <arg>:1:61: error: parameter 'n' is bool with the default false here, and uint64 with the default 5 before
            begin { print(getopt("n", 5)); print(getopt("n", 6)); print(getopt("n")); }
                                                                        ^~~~~~~~~~~
        <arg>:1:15: note: it is declared here
            begin { print(getopt("n", 5)); print(getopt("n", 6)); print(getopt("n")); }
                          ^~~~~~~~~~~~~~
            hint: all uses of one name must agree: write the same default in each
