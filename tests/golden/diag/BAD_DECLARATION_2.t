prog    let @a = hash(10);
        let @a = hash(10);
        let @b = array(10);
        let @c = hash(0)
        let @d = hash
        let @e = 5;
        let $x = hash(1);
        let @f = hash("a");
        begin { let @g = hash(1); }
expect  <arg>:2:5: error: '@a' is declared twice
            let @a = hash(10);
                ^~
        <arg>:1:5: note: it is declared here
            let @a = hash(10);
                ^~
        <arg>:3:10: error: 'array' is no kind of map
            let @b = array(10);
                     ^~~~~
            hint: the kinds are hash, lruhash, percpuhash and percpulruhash
        <arg>:4:15: error: a map has from 1 to 1073741824 entries
            let @c = hash(0)
                          ^
        <arg>:5:14: error: expected '(' and the number of entries, found 'let'
            let @d = hash
                         ^
        <arg>:7:5: error: expected a map behind 'let', found '$x'
            let $x = hash(1);
                ^~
        <arg>:8:15: error: expected the number of entries, found a string
            let @f = hash("a");
                          ^~~
        <arg>:9:13: error: declarations of maps must stand outside of probes
            begin { let @g = hash(1); }
                        ^~
