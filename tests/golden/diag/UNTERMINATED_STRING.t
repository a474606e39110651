prog    begin {
        	printf("hello\n);
        	exit();
        }
expect  <arg>:2:9: error: string has no closing '"' on its line
                printf("hello\n);
                       ^~~~~~~~~~
            hint: a line break in a string is written \n
