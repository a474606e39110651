prog    begin { if { 1 } { print(1); } }
expect  <arg>:1:12: error: expected an expression, found '{'
            begin { if { 1 } { print(1); } }
                       ^
            hint: here '{' begins the body; a block that is a value needs parentheses: ({ ... })
