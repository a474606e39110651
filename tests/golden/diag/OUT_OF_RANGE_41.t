prog    begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
expect  <arg>:1:22: error: kstack() takes a number of frames from 1 to 1024, not 0
            begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
                                 ^
        <arg>:1:40: error: kstack() takes a number of frames from 1 to 1024, not 1025
            begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
                                                   ^~~~
        <arg>:1:66: error: kstack() takes a number of frames from 1 to 1024, not 4000000000
            begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
                                                                             ^~~~~~~~~~
