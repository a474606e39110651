prog    let @a = hash(10);
        let @b = percpuhash(10)
        let @c = lruhash(10)
        let @d = percpulruhash(5);
        begin { @a[1] = count(); @b[1] = 5; @c[1] = sum(1); @d[1] = comm; }
expect  <arg>:1:10: error: '@a' is an aggregation (count), which 'hash' does not keep
            let @a = hash(10);
                     ^~~~
        <arg>:5:9: note: it is assigned here
            begin { @a[1] = count(); @b[1] = 5; @c[1] = sum(1); @d[1] = comm; }
                    ^~~~~
            hint: declare it as 'percpuhash'
        <arg>:2:10: error: 'percpuhash' keeps aggregations, and '@b' is none
            let @b = percpuhash(10)
                     ^~~~~~~~~~
        <arg>:5:26: note: it is assigned here
            begin { @a[1] = count(); @b[1] = 5; @c[1] = sum(1); @d[1] = comm; }
                                     ^~~~~
            hint: declare it as 'hash'
        <arg>:3:10: error: '@c' is an aggregation (sum), which 'lruhash' does not keep
            let @c = lruhash(10)
                     ^~~~~~~
        <arg>:5:37: note: it is assigned here
            begin { @a[1] = count(); @b[1] = 5; @c[1] = sum(1); @d[1] = comm; }
                                                ^~~~~
            hint: declare it as 'percpulruhash'
        <arg>:4:10: error: 'percpulruhash' keeps aggregations, and '@d' is none
            let @d = percpulruhash(5);
                     ^~~~~~~~~~~~~
        <arg>:5:53: note: it is assigned here
            begin { @a[1] = count(); @b[1] = 5; @c[1] = sum(1); @d[1] = comm; }
                                                                ^~~~~
            hint: declare it as 'lruhash'
