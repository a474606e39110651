prog    fn a() : void { @x = 1; } fn b() : void { a(); } fn c() : void { b(); } fn d() : void { c(); } fn e() : void { d(); } fn f() : void { e(); }
        begin { for ($i : 0..2) { f(); } }
expect  <arg>:2:27: error: more than 6 functions and loops inside each other
            begin { for ($i : 0..2) { f(); } }
                                      ^~~
            hint: the kernel lets no more functions call each other
