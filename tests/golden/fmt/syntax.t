# names and types do not matter, mistakes in the syntax do
flags   format
prog
        kprobe:f { nonsense($x, args.y); }
        kprobe:g { $x = ; }
expect
        <arg>:2:17: error: expected an expression, found ';'
            kprobe:g { $x = ; }
                            ^
exit    1
