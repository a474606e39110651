prog    begin { $count = 1; print($conut); print($conut); }
expect  <arg>:1:27: error: '$conut' is not defined
            begin { $count = 1; print($conut); print($conut); }
                                      ^~~~~~
            hint: did you mean '$count'?
