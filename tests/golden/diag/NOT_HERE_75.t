prog    iter:task:x { print(1); @ = count(); exit(); } end { print(@); }
expect  <arg>:1:15: error: 'print' cannot be used in 'iter:task:x': it is pinned, and sonde is gone when it runs
            iter:task:x { print(1); @ = count(); exit(); } end { print(@); }
                          ^~~~~~~~
            hint: printf() prints to whoever reads the pin
        <arg>:1:38: error: 'exit' cannot be used in 'iter:task:x': it is pinned, and sonde is gone when it runs
            iter:task:x { print(1); @ = count(); exit(); } end { print(@); }
                                                 ^~~~~~
            hint: printf() prints to whoever reads the pin
