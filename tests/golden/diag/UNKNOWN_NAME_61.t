prog    begin { print(IPPROTO_TPC); print(ZQZQZQZQZQZQZQ); }
expect  <arg>:1:15: error: 'IPPROTO_TPC' is not defined
            begin { print(IPPROTO_TPC); print(ZQZQZQZQZQZQZQ); }
                          ^~~~~~~~~~~
            hint: did you mean 'IPPROTO_TCP'?
        <arg>:1:35: error: 'ZQZQZQZQZQZQZQ' is not defined
            begin { print(IPPROTO_TPC); print(ZQZQZQZQZQZQZQ); }
                                              ^~~~~~~~~~~~~~
