prog    begin { @ = hist(1, 9); }
expect  <arg>:1:21: error: hist() takes a number of bits from 0 to 5, not 9
            begin { @ = hist(1, 9); }
                                ^
