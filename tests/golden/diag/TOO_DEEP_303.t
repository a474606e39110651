prog    fn f0() : void { f1(); }
        fn f1() : void { f2(); }
        fn f2() : void { f3(); }
        fn f3() : void { f4(); }
        fn f4() : void { f5(); }
        fn f5() : void { f6(); }
        fn f6() : void { f7(); }
        fn f7() : void { f8(); }
        fn f8() : void { f9(); }
        fn f9() : void { f10(); }
        fn f10() : void { f11(); }
        fn f11() : void { f12(); }
        fn f12() : void { f13(); }
        fn f13() : void { f14(); }
        fn f14() : void { f15(); }
        fn f15() : void { f16(); }
        fn f16() : void { f17(); }
        fn f17() : void { f18(); }
        fn f18() : void { f19(); }
        fn f19() : void { f20(); }
        fn f20() : void { f21(); }
        fn f21() : void { f22(); }
        fn f22() : void { f23(); }
        fn f23() : void { f24(); }
        fn f24() : void { f25(); }
        fn f25() : void { f26(); }
        fn f26() : void { f27(); }
        fn f27() : void { f28(); }
        fn f28() : void { f29(); }
        fn f29() : void { f30(); }
        fn f30() : void { }
        begin { f0(); }
expect  <arg>:30:19: error: more than 30 functions call each other in a row
            fn f29() : void { f30(); }
                              ^~~
            hint: the kernel lets fewer do so: let one function do what some of them do
