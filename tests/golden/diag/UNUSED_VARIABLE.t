prog    begin { let $x; }
exit    0
expect  <arg>:1:13: warning: '$x' is never assigned
            begin { let $x; }
                        ^~
