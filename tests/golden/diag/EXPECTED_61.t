prog    begin {
        	print((struct *)1);
        }
        begin {
        	print(sizeof 5);
        }
        begin {
        	print(offsetof(struct sock));
        }
        begin {
        	print(offsetof(struct sock, 5));
        }
        begin {
        	print(sizeof(pid);
        }
        begin {
        	print((uint8[5)1);
        }
expect  <arg>:2:16: error: expected the name of a type, found '*'
                print((struct *)1);
                              ^
        <arg>:5:14: error: expected '(', found '5'
                print(sizeof 5);
                            ^
        <arg>:8:28: error: expected ',' and the name of a field, found ')'
                print(offsetof(struct sock));
                                          ^
        <arg>:11:30: error: expected the name of a field, found '5'
                print(offsetof(struct sock, 5));
                                            ^
        <arg>:14:19: error: expected ',' or ')' in the call, found ';'
                print(sizeof(pid);
                                 ^
        <arg>:17:16: error: expected ']', found ')'
                print((uint8[5)1);
                              ^
