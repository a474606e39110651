prog    fn add($a : int64, $b : int64) : int64 { return $a + ; }
        begin { @x = ; }
expect  <arg>:1:1: error: functions of a script ('fn') are not there yet
            fn add($a : int64, $b : int64) : int64 { return $a + ; }
            ^~
        <arg>:1:54: error: expected an expression, found ';'
            fn add($a : int64, $b : int64) : int64 { return $a + ; }
                                                                 ^
        <arg>:2:14: error: expected an expression, found ';'
            begin { @x = ; }
                         ^
