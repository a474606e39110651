prog    begin { print(comm < "a"); print(comm == 1); print(probe == comm); }
expect  <arg>:1:15: error: '<' cannot order strings
            begin { print(comm < "a"); print(comm == 1); print(probe == comm); }
                          ^~~~~~~~~~
            hint: strings can be compared with == and != only
        <arg>:1:34: error: '==' cannot compare string[16] with int8
            begin { print(comm < "a"); print(comm == 1); print(probe == comm); }
                                             ^~~~~~~~~
        <arg>:1:52: error: '==' cannot compare probe with string[16]
            begin { print(comm < "a"); print(comm == 1); print(probe == comm); }
                                                               ^~~~~~~~~~~~~
            hint: compare 'probe' with the full name of a probe as a literal
