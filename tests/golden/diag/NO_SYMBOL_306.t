prog    begin { print((kaddr("schedulee"), kaddr("schedule") != 0, kaddr("schedulee"), kaddr("scheduleee"), kaddr("no_such_thing_at_all"))); }
exit    2
expect  <arg>:1:22: error: this kernel has no symbol 'schedulee'
            begin { print((kaddr("schedulee"), kaddr("schedule") != 0, kaddr("schedulee"), kaddr("scheduleee"), kaddr("no_such_thing_at_all"))); }
                                 ^~~~~~~~~~~
            hint: did you mean 'schedule'?
        <arg>:1:66: error: this kernel has no symbol 'schedulee'
            begin { print((kaddr("schedulee"), kaddr("schedule") != 0, kaddr("schedulee"), kaddr("scheduleee"), kaddr("no_such_thing_at_all"))); }
                                                                             ^~~~~~~~~~~
            hint: did you mean 'schedule'?
        <arg>:1:86: error: this kernel has no symbol 'scheduleee'
            begin { print((kaddr("schedulee"), kaddr("schedule") != 0, kaddr("schedulee"), kaddr("scheduleee"), kaddr("no_such_thing_at_all"))); }
                                                                                                 ^~~~~~~~~~~~
            hint: did you mean 'schedule'?
        <arg>:1:107: error: this kernel has no symbol 'no_such_thing_at_all'
            begin { print((kaddr("schedulee"), kaddr("schedule") != 0, kaddr("schedulee"), kaddr("scheduleee"), kaddr("no_such_thing_at_all"))); }
                                                                                                                      ^~~~~~~~~~~~~~~~~~~~~~
