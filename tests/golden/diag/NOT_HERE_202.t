prog    fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
        begin { f(); }
expect  <arg>:1:22: error: 'probe' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
                                 ^~~~~
            hint: give it to the function as an argument
        <arg>:1:34: error: 'func' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
                                             ^~~~
            hint: give it to the function as an argument
        <arg>:1:47: error: 'args' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
                                                          ^~~~
            hint: give it to the function as an argument
        <arg>:1:57: error: 'arg0' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
                                                                    ^~~~
            hint: give it to the function as an argument
        <arg>:1:64: error: 'retval' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
                                                                           ^~~~~~
            hint: give it to the function as an argument
        <arg>:1:73: error: 'reg' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; return args.fd + arg0 + retval + reg("ip"); }
                                                                                    ^~~~~~~~~
            hint: give it to the function as an argument
