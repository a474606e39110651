prog    begin { $x = 1; }
        end { print($x); }
expect  <arg>:2:13: error: '$x' is not defined
            end { print($x); }
                        ^~
            hint: a variable begins with its first assignment and lives to the end of that block of its probe
