prog    begin { foo(bar); }
expect  <arg>:1:9: error: 'foo' is not defined
            begin { foo(bar); }
                    ^~~
        <arg>:1:13: error: 'bar' is not defined
            begin { foo(bar); }
                        ^~~
