prog    aw:main+arg0:8:w { @++ }
expect  <arg>:1:4: error: 'main+arg0' is not an address: it must be a number
            aw:main+arg0:8:w { @++ }
               ^~~~~~~~~
            hint: what an argument points to cannot be watched by name: print the address in a probe of the function, then watch that, as in watchpoint:0x55d0c0ffee00:8:w
