prog    rawtracepoint:sys_enter { print(str(arg0, 100)); }
config  max_strlen=16
exit    0
expect  <arg>:1:43: warning: str() reads at most 15 bytes here
            rawtracepoint:sys_enter { print(str(arg0, 100)); }
                                                      ^~~
            hint: the limit is max_strlen: set SONDE_MAX_STRLEN to raise it
