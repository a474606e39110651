prog    begin { exit(1, 2); clear(); strftime("%H"); }
expect  <arg>:1:9: error: exit() takes 0 or 1 arguments, not 2
            begin { exit(1, 2); clear(); strftime("%H"); }
                    ^~~~~~~~~~
            hint: exit(int code?)
        <arg>:1:21: error: clear() takes 1 argument, not 0
            begin { exit(1, 2); clear(); strftime("%H"); }
                                ^~~~~~~
            hint: clear(map m)
        <arg>:1:30: error: strftime() takes 2 arguments, not 1
            begin { exit(1, 2); clear(); strftime("%H"); }
                                         ^~~~~~~~~~~~~~
            hint: strftime(literal_string format, int ns)
