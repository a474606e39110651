prog    begin { debugf("%d\n", pid); }
exit    0
expect  <arg>:1:9: warning: debugf() is slow, and prints where all programs of the machine do: it is not for production
            begin { debugf("%d\n", pid); }
                    ^~~~~~~~~~~~~~~~~~~
            hint: use printf()
