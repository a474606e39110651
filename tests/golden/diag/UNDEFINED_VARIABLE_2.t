prog    begin { if (pid) { let $x = 1; } print($x); }
expect  <arg>:1:40: error: '$x' is not defined
            begin { if (pid) { let $x = 1; } print($x); }
                                                   ^~
            hint: a variable begins with its first assignment and lives to the end of that block of its probe
