prog    rawtracepoint:sys_enter { print((str(arg0), str(arg1), str(arg0))); }
config  max_strlen=16384
expect  <arg>:1:1: error: the strings and values of this probe need 98360 bytes of memory at a time, 32768 are possible
            rawtracepoint:sys_enter { print((str(arg0), str(arg1), str(arg0))); }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: print or store them in several statements, or lower max_strlen
