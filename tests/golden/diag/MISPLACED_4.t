prog    begin { break; if (1) { continue; } else { } else { } let @m = 5; }
expect  <arg>:1:9: error: 'break' must stand in a loop
            begin { break; if (1) { continue; } else { } else { } let @m = 5; }
                    ^~~~~
        <arg>:1:25: error: 'continue' must stand in a loop
            begin { break; if (1) { continue; } else { } else { } let @m = 5; }
                                    ^~~~~~~~
        <arg>:1:46: error: 'else' must stand behind the body of an 'if'
            begin { break; if (1) { continue; } else { } else { } let @m = 5; }
                                                         ^~~~
        <arg>:1:59: error: declarations of maps must stand outside of probes
            begin { break; if (1) { continue; } else { } else { } let @m = 5; }
                                                                      ^~
