prog    begin { @c = count(); @c++; @h = hist(1); @h += 1; }
expect  <arg>:1:23: error: '++' cannot change '@c': it is an aggregation (count)
            begin { @c = count(); @c++; @h = hist(1); @h += 1; }
                                  ^~
            hint: assign count() to it again, or use another map
        <arg>:1:43: error: '+=' cannot change '@h': it is an aggregation (hist)
            begin { @c = count(); @c++; @h = hist(1); @h += 1; }
                                                      ^~
            hint: assign hist() to it again, or use another map
