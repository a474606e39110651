prog    fn add($a : int64, $b : int64) : int64 { return $a + ; }
        fn ($a : int64) : void { @x = ; }
        fn g($a) : void { }
        fn h(a : int64) : void { }
        fn i() { }
        fn j($s : string) : string { return $s; }
        fn if() : void { }
        begin { @x = ; }
expect  <arg>:1:54: error: expected an expression, found ';'
            fn add($a : int64, $b : int64) : int64 { return $a + ; }
                                                                 ^
        <arg>:2:1: error: statements must stand in the braces of a probe
            fn ($a : int64) : void { @x = ; }
            ^~
            hint: to run it once, write begin { ... } around it
        <arg>:3:8: error: expected ':' and the type of the parameter, found ')'
            fn g($a) : void { }
                   ^
        <arg>:4:6: error: expected a parameter: $name : type, found 'a'
            fn h(a : int64) : void { }
                 ^
        <arg>:5:7: error: expected ':' and the type of the result, found '{'
            fn i() { }
                  ^
            hint: ': void' when it has none
        <arg>:7:4: error: 'if' is a reserved name
            fn if() : void { }
               ^~
        <arg>:8:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
