prog    begin { join(5); }
expect  <arg>:1:14: error: join() needs the address of an array of strings, not a number
            begin { join(5); }
                         ^
