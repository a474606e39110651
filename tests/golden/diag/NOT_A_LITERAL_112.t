prog    begin { fail("%d", pid); }
expect  <arg>:1:20: error: fail() takes literals only: it speaks when the script is compiled
            begin { fail("%d", pid); }
                               ^~~
