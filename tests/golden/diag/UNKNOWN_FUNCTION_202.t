prog    fn triple($n : int64) : int64 { return 3 * $n; }
        begin { print(tripel(2)); }
expect  <arg>:2:15: error: 'tripel' is not defined
            begin { print(tripel(2)); }
                          ^~~~~~
            hint: did you mean 'triple'?
