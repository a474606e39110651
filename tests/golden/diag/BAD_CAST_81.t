# arrays of another size, of what is no number, out of a pointer
prog    begin {
        	print((uint8[8])pid);
        	print((uint64[])pid);
        	print((bool[65])pid);
        	print((int8[3])"abcd");
        	print((uint8[])curtask);
        	print((int32)(uint8[])1);
        	print((uint8[4])(1, 2));
        }
expect  <arg>:2:8: error: uint32 cannot be cast to uint8[8]
                print((uint8[8])pid);
                      ^~~~~~~~~~~~~
            hint: the array has 8 bytes, the integer 4
        <arg>:3:8: error: uint32 cannot be cast to uint64[]
                print((uint64[])pid);
                      ^~~~~~~~~~~~~
            hint: the array has elements of 8 bytes, the integer 4
        <arg>:4:8: error: uint32 cannot be cast to bool[65]
                print((bool[65])pid);
                      ^~~~~~~~~~~~~
            hint: an integer has at most 64 bits
        <arg>:5:8: error: string[5] cannot be cast to int8[3]
                print((int8[3])"abcd");
                      ^~~~~~~~~~~~~~~
            hint: the string has room for 5 bytes: write [] for as many
        <arg>:6:8: error: struct task_struct* cannot be cast to uint8[]
                print((uint8[])curtask);
                      ^~~~~~~~~~~~~~~~
        <arg>:7:8: error: uint8[1] cannot be cast to int32
                print((int32)(uint8[])1);
                      ^~~~~~~~~~~~~~~~~
        <arg>:8:8: error: (int64,int64) cannot be cast to uint8[4]
                print((uint8[4])(1, 2));
                      ^~~~~~~~~~~~~~~~
