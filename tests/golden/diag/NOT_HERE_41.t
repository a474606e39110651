prog    begin { print(reg("ip")); print(usermode); }
expect  <arg>:1:15: error: 'reg' is not available in begin probes
            begin { print(reg("ip")); print(usermode); }
                          ^~~~~~~~~
            hint: registers are carried by kprobe, uprobe, profile and software probes
        <arg>:1:33: error: 'usermode' is not available in begin probes
            begin { print(reg("ip")); print(usermode); }
                                            ^~~~~~~~
            hint: registers are carried by kprobe, uprobe, profile and software probes
