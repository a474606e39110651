prog    fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
        begin { f(); }
expect  <arg>:1:22: error: 'probe' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                 ^~~~~
            hint: give it to the function as an argument
        <arg>:1:34: error: 'func' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                             ^~~~
            hint: give it to the function as an argument
        <arg>:1:45: error: 'kstack' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                                        ^~~~~~
            hint: give it to the function as an argument
        <arg>:1:60: error: 'args' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                                                       ^~~~
            hint: give it to the function as an argument
        <arg>:1:70: error: 'arg0' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                                                                 ^~~~
            hint: give it to the function as an argument
        <arg>:1:77: error: 'retval' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                                                                        ^~~~~~
            hint: give it to the function as an argument
        <arg>:1:86: error: 'reg' belongs to the probe: a function has none
            fn f() : int64 { @ = probe; $a = func; $b = kstack; return args.fd + arg0 + retval + reg("ip"); }
                                                                                                 ^~~~~~~~~
            hint: give it to the function as an argument
