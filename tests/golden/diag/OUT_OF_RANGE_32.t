prog    enum color { RED = 1, GREEN, BLUE = -1 }
        begin { let $c : enum color = 1; $c = 5; $c = -1; $c = BLUE; $d = (enum color)4; }
expect  <arg>:2:39: error: the value does not fit into '$c', which is enum color
            begin { let $c : enum color = 1; $c = 5; $c = -1; $c = BLUE; $d = (enum color)4; }
                                                  ^
        <arg>:2:18: note: its type is written here
            begin { let $c : enum color = 1; $c = 5; $c = -1; $c = BLUE; $d = (enum color)4; }
                             ^~~~~~~~~~
        <arg>:2:79: error: 4 is no value of 'enum color'
            begin { let $c : enum color = 1; $c = 5; $c = -1; $c = BLUE; $d = (enum color)4; }
                                                                                          ^
            hint: its values are RED, GREEN, BLUE
