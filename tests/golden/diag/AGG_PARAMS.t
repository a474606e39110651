prog    begin { @ = lhist(1, 0, 10, 1); @ = lhist(1, 0, 20, 1); }
expect  <arg>:1:37: error: lhist() of '@' has other constants here
            begin { @ = lhist(1, 0, 10, 1); @ = lhist(1, 0, 20, 1); }
                                                ^~~~~~~~~~~~~~~~~~
        <arg>:1:13: note: the first one is here
            begin { @ = lhist(1, 0, 10, 1); @ = lhist(1, 0, 20, 1); }
                        ^~~~~~~~~~~~~~~~~~
            hint: all lhist() of one map need the same constants
