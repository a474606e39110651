prog    begin { $n = 5; unroll $n { print(1); } unroll "x" { } }
expect  <arg>:1:24: error: 'unroll' takes an integer literal or a parameter
            begin { $n = 5; unroll $n { print(1); } unroll "x" { } }
                                   ^~
            hint: for ($i : 0..n) { } takes any number
        <arg>:1:48: error: 'unroll' takes an integer literal or a parameter
            begin { $n = 5; unroll $n { print(1); } unroll "x" { } }
                                                           ^~~
            hint: for ($i : 0..n) { } takes any number
