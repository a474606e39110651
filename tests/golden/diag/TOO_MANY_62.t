prog    begin { print((int *********)1); }
expect  <arg>:1:16: error: a type has at most 8 stars
            begin { print((int *********)1); }
                           ^~~~~~~~~~~~~
