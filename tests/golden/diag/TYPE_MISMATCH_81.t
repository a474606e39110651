# structs of different types in one place, and compared
prog    begin { $c = curtask.cred.uid; $c = curtask.cred.gid; print(curtask.cred.uid == curtask.cred.gid); }
expect  <arg>:1:37: error: '$c' is kuid_t, not kgid_t
            begin { $c = curtask.cred.uid; $c = curtask.cred.gid; print(curtask.cred.uid == curtask.cred.gid); }
                                                ^~~~~~~~~~~~~~~~
        <arg>:1:14: note: it is kuid_t here
            begin { $c = curtask.cred.uid; $c = curtask.cred.gid; print(curtask.cred.uid == curtask.cred.gid); }
                         ^~~~~~~~~~~~~~~~
        <arg>:1:61: error: '==' cannot compare kuid_t with kgid_t
            begin { $c = curtask.cred.uid; $c = curtask.cred.gid; print(curtask.cred.uid == curtask.cred.gid); }
                                                                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
