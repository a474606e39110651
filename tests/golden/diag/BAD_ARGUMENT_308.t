prog    begin { @k[1] = kstack; table(@k); }
expect  <arg>:1:31: error: table() has no cell for the values of '@k', which are kstack_t
            begin { @k[1] = kstack; table(@k); }
                                          ^~
            hint: print(@k) shows them
