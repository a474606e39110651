prog    begin { $n = "x"; print(strstr(comm, $n)); }
expect  <arg>:1:38: error: strstr() for a text that is not a literal is not there yet
            begin { $n = "x"; print(strstr(comm, $n)); }
                                                 ^~
            hint: write the text into the call
