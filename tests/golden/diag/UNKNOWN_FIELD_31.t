prog    begin { $r = (count=1, total=2); print($r.conut); print($r.0); }
expect  <arg>:1:43: error: 'conut' is no field of '(count=int64,total=int64)'
            begin { $r = (count=1, total=2); print($r.conut); print($r.0); }
                                                      ^~~~~
            hint: did you mean 'count'?
        <arg>:1:60: error: '0' is no field of '(count=int64,total=int64)'
            begin { $r = (count=1, total=2); print($r.conut); print($r.0); }
                                                                       ^
            hint: its fields are count, total
