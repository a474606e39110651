prog    begin { $q = (a=1, b=2, a=3); }
expect  <arg>:1:25: error: the record has two fields 'a'
            begin { $q = (a=1, b=2, a=3); }
                                    ^
        <arg>:1:15: note: this is the other one
            begin { $q = (a=1, b=2, a=3); }
                          ^
