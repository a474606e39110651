prog    begin { $n = 3; print(kstack(perf, $n)); print(kaddr(comm)); }
expect  <arg>:1:36: error: kstack() takes an integer literal as 'limit', not a variable
            begin { $n = 3; print(kstack(perf, $n)); print(kaddr(comm)); }
                                               ^~
        <arg>:1:54: error: kaddr() takes a string literal as 'symbol', not an expression
            begin { $n = 3; print(kstack(perf, $n)); print(kaddr(comm)); }
                                                                 ^~~~
