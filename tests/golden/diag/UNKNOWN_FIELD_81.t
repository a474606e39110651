# a field of a value, and of a map's value
prog    begin { $c = *curtask.cred; @m[1] = $c; print(@m[1].uid.valu); print($c.uid.val.x); }
expect  <arg>:1:57: error: 'valu' is no field of 'kuid_t'
            begin { $c = *curtask.cred; @m[1] = $c; print(@m[1].uid.valu); print($c.uid.val.x); }
                                                                    ^~~~
            hint: did you mean 'val'?
        <arg>:1:81: error: 'x' is no field: uint32 has none
            begin { $c = *curtask.cred; @m[1] = $c; print(@m[1].uid.valu); print($c.uid.val.x); }
                                                                                            ^
