# A place that two assignments disagree about is one mistake: its uses are silent, and each assignment that disagrees is told.
prog    begin { $s = "abc"; $s = 5; print($s + 1); @m[$s] = $s; $s = (1, 2); }
expect  <arg>:1:26: error: '$s' is string[4], not int64
            begin { $s = "abc"; $s = 5; print($s + 1); @m[$s] = $s; $s = (1, 2); }
                                     ^
        <arg>:1:14: note: it is string[4] here
            begin { $s = "abc"; $s = 5; print($s + 1); @m[$s] = $s; $s = (1, 2); }
                         ^~~~~
        <arg>:1:62: error: '$s' is string[4], not (int64,int64)
            begin { $s = "abc"; $s = 5; print($s + 1); @m[$s] = $s; $s = (1, 2); }
                                                                         ^~~~~~
        <arg>:1:14: note: it is string[4] here
            begin { $s = "abc"; $s = 5; print($s + 1); @m[$s] = $s; $s = (1, 2); }
                         ^~~~~
