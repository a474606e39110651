prog    begin { @ = lhist(1, -9223372036854775807, 9223372036854775807, 1); }
expect  <arg>:1:13: error: lhist() would need 18446744073709551614 buckets, more than the 1000 it can have
            begin { @ = lhist(1, -9223372036854775807, 9223372036854775807, 1); }
                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: use a larger step
