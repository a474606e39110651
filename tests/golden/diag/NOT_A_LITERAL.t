prog    begin { @ = hist(nsecs, pid); printf(comm); $t = (1, 2); print($t[pid]); }
expect  <arg>:1:25: error: hist() takes an integer literal as 'bits', not an expression
            begin { @ = hist(nsecs, pid); printf(comm); $t = (1, 2); print($t[pid]); }
                                    ^~~
        <arg>:1:38: error: printf() takes a string literal as 'format', not an expression
            begin { @ = hist(nsecs, pid); printf(comm); $t = (1, 2); print($t[pid]); }
                                                 ^~~~
        <arg>:1:67: error: the index of a tuple is a literal
            begin { @ = hist(nsecs, pid); printf(comm); $t = (1, 2); print($t[pid]); }
                                                                              ^~~
