prog    iter:task:x { clear(@a); join(ctx.task); time("%H"); @a = 1; }
expect  <arg>:1:15: error: 'clear' cannot be used in 'iter:task:x': it is pinned, and sonde is gone when it runs
            iter:task:x { clear(@a); join(ctx.task); time("%H"); @a = 1; }
                          ^~~~~~~~~
            hint: printf() prints to whoever reads the pin
        <arg>:1:26: error: 'join' cannot be used in 'iter:task:x': it is pinned, and sonde is gone when it runs
            iter:task:x { clear(@a); join(ctx.task); time("%H"); @a = 1; }
                                     ^~~~~~~~~~~~~~
            hint: printf() prints to whoever reads the pin
        <arg>:1:42: error: 'time' cannot be used in 'iter:task:x': it is pinned, and sonde is gone when it runs
            iter:task:x { clear(@a); join(ctx.task); time("%H"); @a = 1; }
                                                     ^~~~~~~~~~
            hint: printf() prints to whoever reads the pin
