prog    begin {
        	@x = 5
        	printf("x")
        	exit();
        }
expect  <arg>:2:8: error: expected ';' behind the statement, found 'printf'
                @x = 5
                      ^
        <arg>:3:13: error: expected ';' behind the statement, found 'exit'
                printf("x")
                           ^
