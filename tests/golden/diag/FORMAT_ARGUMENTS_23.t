prog    begin { @h = hist(1); printf("%s", @h); }
expect  <arg>:1:36: error: printf() needs something printable for '%s', not hist
            begin { @h = hist(1); printf("%s", @h); }
                                               ^~
        <arg>:1:31: note: the conversion is here
            begin { @h = hist(1); printf("%s", @h); }
                                          ^~
            hint: print() shows a map of this kind
