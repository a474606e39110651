prog    begin { print(strftime("%H", nsecs(monotonic))); }
expect  <arg>:1:30: error: strftime() cannot make a date of the monotonic clock, which stands still in sleep
            begin { print(strftime("%H", nsecs(monotonic))); }
                                         ^~~~~~~~~~~~~~~~
            hint: use nsecs, nsecs(boot) or nsecs(tai)
