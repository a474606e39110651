prog    begin { print(dw_ustack); }
expect  <arg>:1:15: error: 'dw_ustack' is not there yet
            begin { print(dw_ustack); }
                          ^~~~~~~~~
