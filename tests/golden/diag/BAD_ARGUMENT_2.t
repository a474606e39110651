prog    begin { @h = hist(comm); }
expect  <arg>:1:19: error: hist() takes an integer as 'n', not string[16]
            begin { @h = hist(comm); }
                              ^~~~
