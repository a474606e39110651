prog    begin { let $q : string; let $b : buffer; }
expect  <arg>:1:18: error: expected the capacity of '$q', which has no first value
            begin { let $q : string; let $b : buffer; }
                             ^~~~~~
            hint: write string[64]
        <arg>:1:35: error: expected the capacity of '$b', which has no first value
            begin { let $q : string; let $b : buffer; }
                                              ^~~~~~
            hint: write buffer[64]
        <arg>:1:13: warning: '$q' is never assigned
            begin { let $q : string; let $b : buffer; }
                        ^~
        <arg>:1:30: warning: '$b' is never assigned
            begin { let $q : string; let $b : buffer; }
                                         ^~
