prog    begin { print(curtask.comm[16]); print(curtask.comm[comm]); }
expect  <arg>:1:28: error: the index is outside of string[16]
            begin { print(curtask.comm[16]); print(curtask.comm[comm]); }
                                       ^~
            hint: elements are counted from 0 to 15
        <arg>:1:53: error: an index is an integer, not string[16]
            begin { print(curtask.comm[16]); print(curtask.comm[comm]); }
                                                                ^~~~
