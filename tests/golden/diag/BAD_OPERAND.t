prog    begin { if (comm) { } }
expect  <arg>:1:13: error: a condition is an integer, a bool or a pointer, not string[16]
            begin { if (comm) { } }
                        ^~~~
            hint: compare it: ... != ""
