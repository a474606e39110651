prog    begin { print(str($1 + 2)); unroll($2) { print($1); } }
flags   portable
expect  <arg>:1:19: error: $1 is not known before the image runs: no part of it can be left out
            begin { print(str($1 + 2)); unroll($2) { print($1); } }
                              ^~~~~~
            hint: use all of it
