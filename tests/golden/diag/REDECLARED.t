prog    begin { $x = 1; if (pid) { let $x = 2; } }
expect  <arg>:1:32: error: '$x' is declared twice
            begin { $x = 1; if (pid) { let $x = 2; } }
                                           ^~
        <arg>:1:9: note: it is declared here
            begin { $x = 1; if (pid) { let $x = 2; } }
                    ^~
            hint: assign to it without 'let', or choose another name
