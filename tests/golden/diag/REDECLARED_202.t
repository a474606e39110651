prog    fn f($a : int64, $a : int8) : void { }
        fn f() : void { }
        fn strlen($s : string[8]) : int64 { return 1; }
        fn comm() : int64 { return 1; }
        begin { f(); }
expect  <arg>:1:18: error: '$a' is declared twice
            fn f($a : int64, $a : int8) : void { }
                             ^~
        <arg>:1:6: note: it is declared here
            fn f($a : int64, $a : int8) : void { }
                 ^~
            hint: assign to it without 'let', or choose another name
        <arg>:2:4: error: there are two functions 'f'
            fn f() : void { }
               ^
        <arg>:1:4: note: the first one is here
            fn f($a : int64, $a : int8) : void { }
               ^
        <arg>:3:4: error: 'strlen' is there already: a function cannot take its place
            fn strlen($s : string[8]) : int64 { return 1; }
               ^~~~~~
            hint: choose another name
        <arg>:4:4: error: 'comm' is there already: a function cannot take its place
            fn comm() : int64 { return 1; }
               ^~~~
            hint: choose another name
