prog    fn j($s : string) : string { return $s; }
        fn k($a : int64[]) : count_t { }
        begin { @ = j("a"); }
expect  <arg>:1:11: error: expected the capacity of '$s', which has no first value
            fn j($s : string) : string { return $s; }
                      ^~~~~~
            hint: write string[64]
        <arg>:1:21: error: expected the whole type of the result of 'j', not only string
            fn j($s : string) : string { return $s; }
                                ^~~~~~
            hint: a string has a capacity: string[64]
        <arg>:2:11: error: a variable cannot hold int64[0]
            fn k($a : int64[]) : count_t { }
                      ^~~~~~~
        <arg>:2:22: error: the result of 'k' cannot be an aggregation
            fn k($a : int64[]) : count_t { }
                                 ^~~~~~~
            hint: aggregations live in maps: a function may assign them there
