prog    begin { print(pd); }
expect  <arg>:1:15: error: 'pd' is not defined
            begin { print(pd); }
                          ^~
            hint: did you mean 'pid'?
