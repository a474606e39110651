prog    begin { @ = lhist(1, 0, 5, 0); }
expect  <arg>:1:28: error: lhist() takes a step of at least 1, not 0
            begin { @ = lhist(1, 0, 5, 0); }
                                       ^
