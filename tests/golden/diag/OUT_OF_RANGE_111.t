prog    begin { write_user(1, comm, 17); write_user(1, comm, 0); }
flags   unsafe
expect  <arg>:1:29: error: write_user() writes 1 to 16 bytes of this
            begin { write_user(1, comm, 17); write_user(1, comm, 0); }
                                        ^~
        <arg>:1:54: error: write_user() writes 1 to 16 bytes of this
            begin { write_user(1, comm, 17); write_user(1, comm, 0); }
                                                                 ^
