prog    begin { print(pid ? 1 : "no"); }
expect  <arg>:1:25: error: the two values are of different types: this one is string[3]
            begin { print(pid ? 1 : "no"); }
                                    ^~~~
        <arg>:1:21: note: this one is int8
            begin { print(pid ? 1 : "no"); }
                                ^
