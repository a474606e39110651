prog    macro bad($v) { $v + $w }
        macro sum(a) { $total = a; $total }
        begin { $w = 1; $total = 2; print(bad($w)); print(sum(1)); print($sum); }
expect  <arg>:1:22: error: '$w' is not defined
            macro bad($v) { $v + $w }
                                 ^~
        <arg>:3:35: note: the macro is used here
            begin { $w = 1; $total = 2; print(bad($w)); print(sum(1)); print($sum); }
                                              ^~~~~~~
            hint: a variable begins with its first assignment and lives to the end of that block of its probe
        <arg>:3:66: error: '$sum' is not defined
            begin { $w = 1; $total = 2; print(bad($w)); print(sum(1)); print($sum); }
                                                                             ^~~~
            hint: did you mean 'sum'?
