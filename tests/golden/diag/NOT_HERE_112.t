prog    begin { override(1); write_user(1, comm, 3); }
expect  <arg>:1:9: error: 'override' changes the traced system, which is not allowed
            begin { override(1); write_user(1, comm, 3); }
                    ^~~~~~~~~~~
            hint: allow it with --unsafe
        <arg>:1:22: error: 'write_user' changes the traced system, which is not allowed
            begin { override(1); write_user(1, comm, 3); }
                                 ^~~~~~~~~~~~~~~~~~~~~~
            hint: allow it with --unsafe
