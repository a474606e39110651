prog    begin { print(container); }
expect  <arg>:1:15: error: 'container' is not there yet
            begin { print(container); }
                          ^~~~~~~~~
