prog    begin { if { 1 } == 1 { print(1); } while 1 + { 2 } > 3 { print(histt); } }
expect  <arg>:1:12: error: expected an expression, found '{'
            begin { if { 1 } == 1 { print(1); } while 1 + { 2 } > 3 { print(histt); } }
                       ^
            hint: here '{' begins the body; a block that is a value needs parentheses: ({ ... })
        <arg>:1:47: error: expected an expression, found '{'
            begin { if { 1 } == 1 { print(1); } while 1 + { 2 } > 3 { print(histt); } }
                                                          ^
            hint: here '{' begins the body; a block that is a value needs parentheses: ({ ... })
