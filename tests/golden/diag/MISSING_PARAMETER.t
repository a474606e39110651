prog    begin { print($1); print(str($2)); }
exit    0
expect  <arg>:1:15: warning: parameter $1 is missing: it is 0, or "" where text is wanted
            begin { print($1); print(str($2)); }
                          ^~
            hint: parameters are the words behind the program
        <arg>:1:30: warning: parameter $2 is missing: it is 0, or "" where text is wanted
            begin { print($1); print(str($2)); }
                                         ^~
            hint: parameters are the words behind the program
