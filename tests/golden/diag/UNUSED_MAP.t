prog    let @a = hash(10);
        begin { }
expect  <arg>:1:5: warning: '@a' is declared and not used
            let @a = hash(10);
                ^~
exit    0
