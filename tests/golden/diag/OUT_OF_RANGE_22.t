prog    begin { @ = lhist(1, 5, 5, 1); }
expect  <arg>:1:25: error: lhist() needs a maximum above its minimum 5, not 5
            begin { @ = lhist(1, 5, 5, 1); }
                                    ^
