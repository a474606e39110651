prog    begin { print(kaddr("schedulee")); }
exit    2
expect  <arg>:1:21: error: this kernel has no symbol 'schedulee'
            begin { print(kaddr("schedulee")); }
                                ^~~~~~~~~~~
            hint: did you mean 'schedule'?
