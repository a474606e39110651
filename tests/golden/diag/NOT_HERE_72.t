prog    begin { signal(9); }
expect  <arg>:1:9: error: 'signal' changes the traced system, which is not allowed
            begin { signal(9); }
                    ^~~~~~~~~
            hint: allow it with --unsafe
