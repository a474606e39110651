prog    begin { @x = (1, comm); @x = (1, 2); @x = (1, comm, 2); }
expect  <arg>:1:30: error: '@x' is (int64,string[16]), not (int64,int64)
            begin { @x = (1, comm); @x = (1, 2); @x = (1, comm, 2); }
                                         ^~~~~~
        <arg>:1:14: note: it is (int64,string[16]) here
            begin { @x = (1, comm); @x = (1, 2); @x = (1, comm, 2); }
                         ^~~~~~~~~
        <arg>:1:43: error: '@x' is (int64,string[16]), not (int64,string[16],int64)
            begin { @x = (1, comm); @x = (1, 2); @x = (1, comm, 2); }
                                                      ^~~~~~~~~~~~
        <arg>:1:14: note: it is (int64,string[16]) here
            begin { @x = (1, comm); @x = (1, 2); @x = (1, comm, 2); }
                         ^~~~~~~~~
