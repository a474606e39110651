# a type is no value
prog    begin { print(typeof(1)); $x = typeof(struct list_head); }
expect  <arg>:1:15: error: typeof() has no value
            begin { print(typeof(1)); $x = typeof(struct list_head); }
                          ^~~~~~~~~
            hint: it stands where a type does: (typeof(a))b, sizeof(typeof(a)), container_of()
        <arg>:1:32: error: typeof() has no value
            begin { print(typeof(1)); $x = typeof(struct list_head); }
                                           ^~~~~~~~~~~~~~~~~~~~~~~~
            hint: it stands where a type does: (typeof(a))b, sizeof(typeof(a)), container_of()
