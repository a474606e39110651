prog    begin { print(1 / 0); print(5 % (2 - 2)); }
expect  <arg>:1:15: error: '/' divides a constant by zero
            begin { print(1 / 0); print(5 % (2 - 2)); }
                          ^~~~~
        <arg>:1:29: error: '%' divides a constant by zero
            begin { print(1 / 0); print(5 % (2 - 2)); }
                                        ^~~~~~~~~~~
