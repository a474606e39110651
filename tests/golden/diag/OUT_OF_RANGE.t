prog    begin { @ = hist(1, 9); }
expect  <arg>:1:21: error: hist() takes 0 to 5 as the number of bits, not 9
            begin { @ = hist(1, 9); }
                                ^
