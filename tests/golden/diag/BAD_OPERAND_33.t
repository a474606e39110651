prog    begin { print(&5); print(&@m); @m = 1; $r = (a=1); print(&$r.a); print(&curtask.comm); }
expect  <arg>:1:15: error: this value has no address
            begin { print(&5); print(&@m); @m = 1; $r = (a=1); print(&$r.a); print(&curtask.comm); }
                          ^~
            hint: only variables have: &$x
        <arg>:1:26: error: a map outside of the arguments of a C function has no address
            begin { print(&5); print(&@m); @m = 1; $r = (a=1); print(&$r.a); print(&curtask.comm); }
                                     ^~~
            hint: only variables have: &$x
        <arg>:1:58: error: this value has no address
            begin { print(&5); print(&@m); @m = 1; $r = (a=1); print(&$r.a); print(&curtask.comm); }
                                                                     ^~~~~
            hint: only variables have: &$x
        <arg>:1:72: error: what is read from memory has no address
            begin { print(&5); print(&@m); @m = 1; $r = (a=1); print(&$r.a); print(&curtask.comm); }
                                                                                   ^~~~~~~~~~~~~
            hint: the pointer that leads there is an address; offsetof() is how far in it lies
