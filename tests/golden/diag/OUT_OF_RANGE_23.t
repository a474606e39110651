prog    begin { @ = lhist(1, 0, 5, 0); }
expect  <arg>:1:28: error: lhist() needs a step of at least 1
            begin { @ = lhist(1, 0, 5, 0); }
                                       ^
