prog    rawtracepoint:sys_enter { print(arg1); print(arg2); }
expect  <arg>:1:46: error: 'arg2' is behind the last argument of 'rawtracepoint:sys_enter', which is arg1
            rawtracepoint:sys_enter { print(arg1); print(arg2); }
                                                         ^~~~
