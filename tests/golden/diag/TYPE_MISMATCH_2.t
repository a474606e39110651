prog    begin { $x = comm; $x = pid; }
expect  <arg>:1:25: error: '$x' is string[16], not uint32
            begin { $x = comm; $x = pid; }
                                    ^~~
        <arg>:1:14: note: it is string[16] here
            begin { $x = comm; $x = pid; }
                         ^~~~
