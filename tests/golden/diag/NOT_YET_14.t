prog    begin { self.x = 5; @a = self->y; @b = config.max_strlen; @c = ; }
expect  <arg>:1:9: error: variables of the thread ('self.name') are not there yet
            begin { self.x = 5; @a = self->y; @b = config.max_strlen; @c = ; }
                    ^~~~~~
            hint: use a map with the thread as its key: @name[tid]
        <arg>:1:26: error: variables of the thread ('self.name') are not there yet
            begin { self.x = 5; @a = self->y; @b = config.max_strlen; @c = ; }
                                     ^~~~~~~
            hint: use a map with the thread as its key: @name[tid]
        <arg>:1:64: error: expected an expression, found ';'
            begin { self.x = 5; @a = self->y; @b = config.max_strlen; @c = ; }
                                                                           ^
