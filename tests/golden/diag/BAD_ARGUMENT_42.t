prog    profile:hz:99 { print(reg("i")); print(reg("rip")); }
expect  <arg>:1:27: error: this machine has no register 'i'
            profile:hz:99 { print(reg("i")); print(reg("rip")); }
                                      ^~~
        <arg>:1:44: error: this machine has no register 'rip'
            profile:hz:99 { print(reg("i")); print(reg("rip")); }
                                                       ^~~~~
            hint: did you mean 'ip'?
