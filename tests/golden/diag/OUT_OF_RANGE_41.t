prog    begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
expect  <arg>:1:22: error: kstack() takes 1 to 1024 frames
            begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
                                 ^
        <arg>:1:40: error: kstack() takes 1 to 1024 frames
            begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
                                                   ^~~~
        <arg>:1:66: error: kstack() takes 1 to 1024 frames
            begin { print(kstack(0)); print(kstack(1025)); print(kstack(raw, 4000000000)); }
                                                                             ^~~~~~~~~~
