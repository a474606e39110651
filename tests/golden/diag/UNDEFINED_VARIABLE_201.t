prog    begin { for ($i : 0..5) { $j = $i; } print($i); }
expect  <arg>:1:44: error: '$i' is not defined
            begin { for ($i : 0..5) { $j = $i; } print($i); }
                                                       ^~
            hint: a variable begins with its first assignment and lives to the end of that block of its probe
