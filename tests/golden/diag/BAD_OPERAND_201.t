prog    begin { for ($i : "a"..5) { } for ($i : 0..comm) { } }
expect  <arg>:1:19: error: a range goes over integers, not string[2]
            begin { for ($i : "a"..5) { } for ($i : 0..comm) { } }
                              ^~~
        <arg>:1:44: error: a range goes over integers, not string[16]
            begin { for ($i : "a"..5) { } for ($i : 0..comm) { } }
                                                       ^~~~
