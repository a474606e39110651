prog    fn even($n : int64) : bool { return $n == 0 ? true : odd($n - 1); }
        fn odd($n : int64) : bool { return $n == 0 ? false : even($n - 1); }
        fn self($n : int64) : int64 { return self($n); }
        begin { print(even(3)); }
expect  <arg>:2:54: error: 'even' calls itself: even -> odd -> even
            fn odd($n : int64) : bool { return $n == 0 ? false : even($n - 1); }
                                                                 ^~~~
            hint: the kernel has no stack for that: write a loop
        <arg>:3:38: error: 'self' calls itself: self -> self
            fn self($n : int64) : int64 { return self($n); }
                                                 ^~~~
            hint: the kernel has no stack for that: write a loop
