prog    begin { print((struct sock)1); print((int8)"a"); print((bool)comm); $p = (struct sock *)(1, 2); print((void)1); }
expect  <arg>:1:15: error: int8 cannot be cast to struct sock
            begin { print((struct sock)1); print((int8)"a"); print((bool)comm); $p = (struct sock *)(1, 2); print((void)1); }
                          ^~~~~~~~~~~~~~
            hint: cast to a pointer: (struct sock *)
        <arg>:1:38: error: string[2] cannot be cast to int8
            begin { print((struct sock)1); print((int8)"a"); print((bool)comm); $p = (struct sock *)(1, 2); print((void)1); }
                                                 ^~~~~~~~~
        <arg>:1:56: error: string[16] cannot be cast to bool
            begin { print((struct sock)1); print((int8)"a"); print((bool)comm); $p = (struct sock *)(1, 2); print((void)1); }
                                                                   ^~~~~~~~~~
        <arg>:1:74: error: (int64,int64) cannot be cast to struct sock*
            begin { print((struct sock)1); print((int8)"a"); print((bool)comm); $p = (struct sock *)(1, 2); print((void)1); }
                                                                                     ^~~~~~~~~~~~~~~~~~~~~
        <arg>:1:103: error: int8 cannot be cast to void
            begin { print((struct sock)1); print((int8)"a"); print((bool)comm); $p = (struct sock *)(1, 2); print((void)1); }
                                                                                                                  ^~~~~~~
