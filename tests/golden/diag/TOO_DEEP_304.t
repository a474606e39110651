prog    fn f0() : void { }
        fn f1() : void { f0(); }
        fn f2() : void { f1(); }
        fn f3() : void { f2(); }
        fn f4() : void { f3(); }
        fn f5() : void { f4(); }
        fn f6() : void { f5(); }
        fn f7() : void { f6(); }
        fn f8() : void { f7(); }
        fn f9() : void { f8(); }
        fn f10() : void { f9(); }
        fn f11() : void { f10(); }
        fn f12() : void { f11(); }
        fn f13() : void { f12(); }
        fn f14() : void { f13(); }
        fn f15() : void { f14(); }
        fn f16() : void { f15(); }
        fn f17() : void { f16(); }
        fn f18() : void { f17(); }
        fn f19() : void { f18(); }
        fn f20() : void { f19(); }
        fn f21() : void { f20(); }
        fn f22() : void { f21(); }
        fn f23() : void { f22(); }
        fn f24() : void { f23(); }
        fn f25() : void { f24(); }
        fn f26() : void { f25(); }
        fn f27() : void { f26(); }
        fn f28() : void { f27(); }
        fn f29() : void { f28(); }
        fn f30() : void { f29(); }
        begin { f30(); }
expect  <arg>:31:19: error: more than 30 functions call each other in a row
            fn f30() : void { f29(); }
                              ^~~
            hint: the kernel lets fewer do so: let one function do what some of them do
