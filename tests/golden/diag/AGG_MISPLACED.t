prog    begin { print(count()); $x = sum(1); @x += count(); count(); }
expect  <arg>:1:15: error: count() only stands alone on the right side of an assignment to a map
            begin { print(count()); $x = sum(1); @x += count(); count(); }
                          ^~~~~~~
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:30: error: sum() only stands alone on the right side of an assignment to a map
            begin { print(count()); $x = sum(1); @x += count(); count(); }
                                         ^~~~~~
            hint: write @name = sum(...) or @name[key] = sum(...)
        <arg>:1:44: error: count() only stands alone on the right side of an assignment to a map
            begin { print(count()); $x = sum(1); @x += count(); count(); }
                                                       ^~~~~~~
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:53: error: count() only stands alone on the right side of an assignment to a map
            begin { print(count()); $x = sum(1); @x += count(); count(); }
                                                                ^~~~~~~
            hint: write @name = count(...) or @name[key] = count(...)
