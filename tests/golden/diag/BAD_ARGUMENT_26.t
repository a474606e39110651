prog    begin { print(1, 2); }
expect  <arg>:1:18: error: print() takes a number of entries for a whole map only
            begin { print(1, 2); }
                             ^
