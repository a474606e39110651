prog    begin { cat("%d"); system("%s %d", comm); cat("%q", 1); cat("%r", comm); }
flags   unsafe
expect  <arg>:1:9: error: cat() has 0 values for a format that takes 1
            begin { cat("%d"); system("%s %d", comm); cat("%q", 1); cat("%r", comm); }
                    ^~~~~~~~~
        <arg>:1:20: error: system() has 1 value for a format that takes 2
            begin { cat("%d"); system("%s %d", comm); cat("%q", 1); cat("%r", comm); }
                               ^~~~~~~~~~~~~~~~~~~~~
        <arg>:1:48: error: cat() cannot use this format: unknown conversion '%q'
            begin { cat("%d"); system("%s %d", comm); cat("%q", 1); cat("%r", comm); }
                                                           ^~
        <arg>:1:67: error: cat() needs a buffer for '%r', not string[16]
            begin { cat("%d"); system("%s %d", comm); cat("%q", 1); cat("%r", comm); }
                                                                              ^~~~
        <arg>:1:62: note: the conversion is here
            begin { cat("%d"); system("%s %d", comm); cat("%q", 1); cat("%r", comm); }
                                                                         ^~
