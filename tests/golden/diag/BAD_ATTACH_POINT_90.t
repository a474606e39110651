prog    watchpoint:0x1002:4:w { @++ }
expect  <arg>:1:12: error: 0x1002 is not a multiple of the length 4, as the processor needs it
            watchpoint:0x1002:4:w { @++ }
                       ^~~~~~
            hint: watch the parts: each an aligned piece of 1, 2, 4 or 8 bytes
