prog    begin { @ = hist(1, 6); }
expect  <arg>:1:21: error: hist() takes 0 to 5 as the number of bits, not 6
            begin { @ = hist(1, 6); }
                                ^
