prog    interval:s:1 { print($1); print($2); }
params  a
exit    0
expect  <arg>:1:33: warning: parameter $2 is missing: it is 0, or "" where text is wanted
            interval:s:1 { print($1); print($2); }
                                            ^~
            hint: the program was given 1 parameter
