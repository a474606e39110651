name    R2 args and typed retval of uprobes out of DWARF, as the program itself says
needs   root
sh      for how in '-O0 -gdwarf-5' '-O2 -gdwarf-4' '-O2 -gdwarf-5 -gsplit-dwarf' '-O1 -g -fno-omit-frame-pointer -static-pie' '-O2 -g -no-pie' separate; do
            case $how in
            separate) gcc -O2 -g -o args $TESTDATA/dwarf_args.c && objcopy --only-keep-debug args args.debug && objcopy --strip-debug --add-gnu-debuglink=args.debug args ;;
            *) gcc $how -o args $TESTDATA/dwarf_args.c ;;
            esac || exit
            ./args | grep -v globals >expected
            $SONDE -q -o got $TESTDATA/dwarf_args.probe -c ./args >/dev/null 2>err || cat err
            diff expected got && echo "$how: $(wc -l <got)"
        done
timeout 120
expect  -O0 -gdwarf-5: 13
        -O2 -gdwarf-4: 13
        -O2 -gdwarf-5 -gsplit-dwarf: 13
        -O1 -g -fno-omit-frame-pointer -static-pie: 13
        -O2 -g -no-pie: 13
        separate: 13
---
name    R2 args as a whole, what cannot be read, and listings
needs   root
sh      gcc -g -o args $TESTDATA/dwarf_args.c && gcc -o bare $TESTDATA/dwarf_args.c || exit
        $SONDE -q -o got -e 'uprobe:./args:byvalue { print(args.p); @[args.p] = count(); } uprobe:./args:retbig { print(args); }' -c ./args >/dev/null; cat got
        for f in 'args.d' 'args.m' 'args.ld' 'args.nothing'; do $SONDE -q -e "uprobe:./args:floats { print($f); }" 2>&1 | head -n 1 | sed "s,$PWD/,,"; done
        $SONDE -q -e 'uprobe:./bare:floats { print(args.i); }' 2>&1 | sed "s,$PWD/,,"
        $SONDE -lv 'uprobe:./args:byvalue' | tail -n +2; $SONDE -lv 'uretprobe:./args:pointer' | tail -n +2
expect  { .a = 21, .b = -22 }
        { .a = 81, .b = 82 }
        
        
        @[{ .a = 21, .b = -22 }]: 1
        <arg>:1:35: error: 'd' of 'uprobe:args:floats', which is 'double', cannot be read: it is in a floating-point register, which probes do not see
        <arg>:1:35: error: 'm' of 'uprobe:args:floats', which is 'struct mixed', cannot be read: it is in a floating-point register, which probes do not see
        <arg>:1:35: error: 'ld' of 'uprobe:args:floats', which is 'long double', cannot be read: values of its type cannot be read
        <arg>:1:35: error: 'nothing' is no field of 'uprobe:args:floats'
        <arg>:1:30: error: 'args' is not available in uprobe probes: there is no debug information
            uprobe:./bare:floats { print(args.i); }
                                         ^~~~
            hint: use arg0 to arg5
            struct pair p
            struct two t
            struct big big
            union number n
            int last
            struct node * retval
---
name    R2 objects of C++ are where the author's own copying and destroying puts them, and so is what comes behind them, whatever the compiler says
needs   root tool:g++ tool:clang
sh      for n in $(seq 15); do echo "uprobe:./p:take$n { print((args.o.id, args.k)); } uprobe:./p:make$n { print((args.a, args.b)); } uretprobe:./p:make$n { print(retval.id); }"; done >p.probe
        for n in $(seq 15); do printf '(%d, %d)\n(200, %d)\n%d\n' $((100 + n)) $n $n $((200 + n)); done >expected
        for how in 'g++ -g -O0' 'g++ -g -O1' 'g++ -gdwarf-4 -O0' 'g++ -g -O0 -fdebug-types-section' 'g++ -g -O0 -gsplit-dwarf' 'clang++ -g -O0' 'clang++ -gdwarf-5 -O1 -fdebug-types-section'; do
            $how -std=c++17 -w -o p $TESTDATA/dwarf_objects.cc $TESTDATA/dwarf_objects_members.cc && ./p || echo "$how: wrong"
            $SONDE -q -o got p.probe -c ./p >/dev/null; grep . got | diff expected - && echo "$how"
        done
timeout 120
expect  g++ -g -O0
        g++ -g -O1
        g++ -gdwarf-4 -O0
        g++ -g -O0 -fdebug-types-section
        g++ -g -O0 -gsplit-dwarf
        clang++ -g -O0
        clang++ -gdwarf-5 -O1 -fdebug-types-section
---
name    R2 args behind vectors and numbers of 16 bytes, which have a register that is none of the integers', and on the stack their alignment
needs   root tool:clang
sh      printf '%s\n' '#include <emmintrin.h>' 'typedef __float128 wide;' 'struct held { __m128i v; };' '#define F __attribute__((noinline, used))' \
            'F int vectors(__m128i v, int a, __m64 w, int b, wide q, int c, struct held h, int d, _Complex double z, int e) { __asm__ volatile(""); return a + b + c + d + e; }' \
            'F int many(wide q1, wide q2, wide q3, wide q4, wide q5, wide q6, wide q7, double x, __m128i v, int a, _Complex double z, int b, int c, int d, int e, int f, int g, int h) { __asm__ volatile(""); return a + b + c + d + e + f + g + h + (int)v[0]; }' \
            'int main(void) { volatile int one = 1; __m128i v = _mm_set1_epi32(3); return vectors(v, one, _mm_cvtsi32_si64(9), 2, 5, 3, (struct held){ v }, 4, 1, 5) != 15 || many(one, 2, 3, 4, 5, 6, 7, 8, v, 11, 1, 12, 13, 14, 15, 16, 17, 18) != 119; }' >p.c
        for how in 'gcc -O0' 'gcc -O2' 'clang -O1'; do $how -g -o p p.c && ./p && $SONDE -q -c ./p -e 'uprobe:./p:vectors { print((args.a, args.b, args.c, args.d, args.e)); } uprobe:./p:many { print((args.a, args.b, args.f, args.g, args.h)); print(args.v[0]); }' | grep .; done
        $SONDE -q -e 'uprobe:./p:vectors { print(args.v); }' 2>&1 | head -n 1 | sed "s,$PWD/,,"
expect  (1, 2, 3, 4, 5)
        (11, 12, 16, 17, 18)
        12884901891
        (1, 2, 3, 4, 5)
        (11, 12, 16, 17, 18)
        12884901891
        (1, 2, 3, 4, 5)
        (11, 12, 16, 17, 18)
        12884901891
        <arg>:1:33: error: 'v' of 'uprobe:p:vectors', which is '__m128i', cannot be read: it is in a floating-point register, which probes do not see
---
name    C1 types and enumerators of the traced program go before the kernel's, in its probes alone
needs   root btf
sh      printf '%s\n' '#include <stdio.h>' 'struct task_struct { int pid; char own[5]; };' 'enum own { OWN_ONE = 17 } own;' '__attribute__((noinline, used)) void f(void *p) { __asm__ volatile("" :: "r"(p) : "memory"); }' 'int main(void) { struct task_struct t = { 4711, "mine" }; f(&t); return own; }' >p.c
        gcc -g -o p p.c && $SONDE -q -o got -e 'uprobe:./p:f { $t = (struct task_struct *)arg0; printf("%d %s %d %d\n", $t->pid, $t.own, sizeof(struct task_struct), OWN_ONE); @t = $t; } end { printf("%d\n", sizeof(struct task_struct) > 1000); }' -c ./p; head -n 2 got
        $SONDE -q -e 'uprobe:./p:f { } end { print(OWN_ONE); }' 2>&1 | head -n 1; $SONDE -q -e 'uprobe:./p:f { print(sizeof(struct nothing_like_it)); }' 2>&1 | head -n 1
expect  4711 mine 12 17
        1
        <arg>:1:30: error: 'OWN_ONE' is not defined
        <arg>:1:29: error: neither the program nor this kernel has a type 'struct nothing_like_it'
---
name    R5 args: one type for all units of a program, and that of each program where two have types of one name
needs   root
sh      for n in 1 2; do
            printf '%s\n' "struct s { $( [ $n = 2 ] && echo 'long before;' ) int x; };" '__attribute__((noinline, used)) void say_a(struct s *p) { __asm__ volatile("" :: "r"(p) : "memory"); }' 'void say_b(struct s *p);' \
                "int main(void) { struct s s = { .x = 10 * $n }; say_a(&s); s.x++; say_b(&s); return 0; }" >a.c
            printf '%s\n' "struct s { $( [ $n = 2 ] && echo 'long before;' ) int x; };" '__attribute__((noinline, used)) void say_b(struct s *p) { __asm__ volatile("" :: "r"(p) : "memory"); }' >b.c
            gcc -g -o p$n a.c b.c || exit
        done
        for n in 1 2; do
            $SONDE -q -e 'uprobe:./p1:say_* { @[args.p->x] = count(); } uprobe:./p2:say_* { @[args.p->x] = count(); }' -c ./p$n | grep @
            $SONDE -q -e 'uprobe:./p1:say_a { @[((struct s *)arg0)->x] = count(); } uprobe:./p2:say_a { @[((struct s *)arg0)->x] = count(); }' -c ./p$n | grep @
        done
expect  @[10]: 1
        @[11]: 1
        @[10]: 1
        @[20]: 1
        @[21]: 1
        @[20]: 1
---
name    C1 R2 types of C++: namespaces, base classes, references, objects passed by reference, templates
needs   root
sh      command -v g++ >/dev/null || { echo "5 6 1001 13 FLAT 77 twelve chars 44 55"; exit 0; }
        cat >cpp.cc <<'E'
        #include <string>
        namespace ns {
        struct Base { long id; virtual ~Base() {} };
        class Shape : public Base { public: int sides; static int counter; enum class Kind { ROUND = 3, FLAT }; Kind kind; struct Inner { int deep; } inner; long Shape::*member; };
        namespace { struct Hidden { int h; }; Hidden hidden = { 5 }; }
        int Shape::counter = 77;
        __attribute__((noinline)) int area(const Shape &s, int &out, std::string by_ref, Shape *p) { asm volatile("" ::: "memory"); out = s.sides; hidden.h += s.sides - 6; asm volatile("" ::: "memory"); return s.sides * (int)by_ref.size() + p->inner.deep + hidden.h; }
        }
        template <typename T> struct Box { T value; };
        __attribute__((noinline)) int unbox(Box<int> b, Box<Box<int>> *c) { asm volatile("" ::: "memory"); return b.value + c->value.value; }
        int main()
        {
        	ns::Shape s; s.id = 1001; s.sides = 6; s.kind = ns::Shape::Kind::FLAT; s.inner.deep = 13;
        	int out; Box<Box<int>> c{{55}};
        	return ns::area(s, out, "twelve chars", &s) + unbox(Box<int>{44}, &c) == 1;
        }
        E
        g++ -g -O1 -o cpp cpp.cc || exit
        $SONDE -q -e 'uprobe:./cpp:_ZN2ns4area* { printf("%d %d %d %d %s %d %s", uaddr("hidden")->h, args.s->sides, args.p.id, ((struct ns::Shape *)arg0)->inner.deep, args.s->kind, *uaddr("ns::Shape::counter"), str(args.by_ref._M_dataplus._M_p)); } uprobe:./cpp:_Z5unbox* { printf(" %d %d\n", args.b.value, args.c->value.value); }' -c ./cpp
expect  5 6 1001 13 FLAT 77 twelve chars 44 55
---
name    Z20 --debuginfo: types, lines and names of frames out of files in directories of one's own; +DIR wants the check sum
needs   root
sh      printf '%s\n' '#include <stdio.h>' 'struct pair { int a, b; };' '__attribute__((noinline)) static int inner(struct pair *p) { __asm__ volatile("" ::: "memory"); return p->b; }' '__attribute__((noinline)) int outer(struct pair *p) { return inner(p) + p->a; }' 'int main(void) { struct pair p = { 41, 42 }; return outer(&p) + outer(&p) == 7; }' >p.c
        gcc -g -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -Wl,--build-id -o p p.c && mkdir -p found/sub dbg && objcopy --only-keep-debug p p.debug && objcopy --strip-all --add-gnu-debuglink=p.debug p && mv p.debug dbg || exit
        try() { $SONDE -q "$@" -e 'uprobe:./p:outer { @[args.p->a] = count(); } uprobe:./p:inner { @b = sum(args.p->b); @s[ustack(1)] = count(); }' -c ./p 2>&1 | sed "s,$PWD/,,;s/+[0-9]*//" | grep . | head -n 5; }
        try --debuginfo "$PWD/dbg"; try --debuginfo dbg; try --debuginfo "/none:+$PWD/dbg" | head -n 1
        $SONDE -q --debuginfo "$PWD/dbg" -e 'uprobe:./p@p.c:4 { @line = count(); }' -c ./p | grep @
        try --debuginfo "$PWD/found" | head -n 1
        printf 1 | dd of=dbg/p.debug bs=1 seek=9 conv=notrunc 2>/dev/null; try --debuginfo dbg | head -n 1; try --debuginfo +dbg | head -n 1
        try --debuginfo ''
expect  @[41]: 2
        @b: 84
        @s[
                inner
        ]: 2
        @[41]: 2
        @b: 84
        @s[
                inner
        ]: 2
        @[41]: 2
        @line: 2
        <arg>:1:8: error: p has no functions in its symbol tables
        @[41]: 2
        <arg>:1:8: error: p has no functions in its symbol tables
        sonde: error: option '--debuginfo': no directory is named
---
name    R2 args of functions that the compiler changed: those that it made constant are known, those that it left out are refused
needs   root tool:clang
sh      printf '%s\n' 'struct s { int a, b; };' 'static __attribute__((noinline)) int f(int same, int x, struct s *p) { __asm__ volatile("" :: "r"(x), "r"(same) : "memory"); return x + p->b; }' 'static __attribute__((noinline)) int g(int unused, int x) { __asm__ volatile("" :: "r"(x) : "memory"); return x; }' \
            'int main(int argc, char **argv) { struct s s = { argc, 5 }; return f(-4711, argc + 41, &s) + f(-4711, argc + 50, &s) + g(argc, argc + 2) + g(argc + 1, argc + 3) == 0; }' >p.c
        for how in 'gcc -O0' 'gcc -O2' 'clang -O0' 'clang -O2'; do
            $how -g -o p p.c || exit
            $SONDE -q -e 'uprobe:./p:f* { print((args.x, args.p->b)); } uprobe:./p:g* { print(args.x); }' -c ./p | grep . | paste -sd ' '
            for arg in f*:same g*:unused; do $SONDE -q -e "uprobe:./p:${arg%:*} { print(args.${arg#*:}); }" -c ./p 2>&1 | grep . | head -n 2 | sed "s,$PWD/,,;s/.*which/which/" | grep -v '^ '; done
        done
expect  (42, 5) (51, 5) 3 4
        -4711
        -4711
        1
        2
        (42, 5) (51, 5) 3 4
        -4711
        -4711
        which is 'int', cannot be read: the compiler left it out, or does not say where it is
        (42, 5) (51, 5) 3 4
        -4711
        -4711
        1
        2
        (42, 5) (51, 5) 3 4
        -4711
        -4711
        which is 'int', cannot be read: the compiler left it out, or does not say where it is
