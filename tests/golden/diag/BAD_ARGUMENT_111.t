prog    begin { assert(comm, "b"); assert(1, 2); }
expect  <arg>:1:16: error: assert() needs a condition: an integer, a pointer or a truth value, not string[16]
            begin { assert(comm, "b"); assert(1, 2); }
                           ^~~~
        <arg>:1:38: error: assert() takes a string as 'message', not int8
            begin { assert(comm, "b"); assert(1, 2); }
                                                 ^
