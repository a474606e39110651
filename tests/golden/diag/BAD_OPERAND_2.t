prog    begin { print(comm < "a"); print(comm == 1); print(probe == 1); }
expect  <arg>:1:15: error: '<' cannot order strings
            begin { print(comm < "a"); print(comm == 1); print(probe == 1); }
                          ^~~~~~~~~~
            hint: strings can be compared with == and != only
        <arg>:1:34: error: '==' cannot compare string[16] with int8
            begin { print(comm < "a"); print(comm == 1); print(probe == 1); }
                                             ^~~~~~~~~
        <arg>:1:52: error: '==' cannot compare probe with int8
            begin { print(comm < "a"); print(comm == 1); print(probe == 1); }
                                                               ^~~~~~~~~~
            hint: compare 'probe' with the full name of a probe as a literal
