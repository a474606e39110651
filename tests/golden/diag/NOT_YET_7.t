prog    let @m = lruhash(10);
        let @n = hash(5)
        begin { @x = ; }
expect  <arg>:1:1: error: map declarations are not there yet
            let @m = lruhash(10);
            ^~~
            hint: a map needs none: it begins with its first assignment
        <arg>:2:1: error: map declarations are not there yet
            let @n = hash(5)
            ^~~
            hint: a map needs none: it begins with its first assignment
        <arg>:3:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
