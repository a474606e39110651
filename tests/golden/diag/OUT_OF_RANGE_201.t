prog    begin { unroll 0 { } unroll 101 { } unroll (-1) { } }
expect  <arg>:1:16: error: 'unroll' takes 1 to 100, not 0
            begin { unroll 0 { } unroll 101 { } unroll (-1) { } }
                           ^
            hint: for ($i : 0..n) { } takes any number
        <arg>:1:29: error: 'unroll' takes 1 to 100, not 101
            begin { unroll 0 { } unroll 101 { } unroll (-1) { } }
                                        ^~~
            hint: for ($i : 0..n) { } takes any number
        <arg>:1:45: error: 'unroll' takes 1 to 100, not -1
            begin { unroll 0 { } unroll 101 { } unroll (-1) { } }
                                                        ^~
            hint: for ($i : 0..n) { } takes any number
