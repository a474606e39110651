prog    begin { write_user(1, comm, 17); write_user(1, comm, 0); }
flags   unsafe
expect  <arg>:1:29: error: write_user() takes a number of bytes of this from 1 to 16, not 17
            begin { write_user(1, comm, 17); write_user(1, comm, 0); }
                                        ^~
        <arg>:1:54: error: write_user() takes a number of bytes of this from 1 to 16, not 0
            begin { write_user(1, comm, 17); write_user(1, comm, 0); }
                                                                 ^
