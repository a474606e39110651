name    R2 R3 args and retval of Rust: numbers, structs, pairs in two registers, enums with variants; what an optimized function leaves out is refused
needs   root tool:rustc full-speed
sh      cat >r.rs <<'R'
        #![allow(dead_code)]
        fn keep<T: Copy>(x: T) -> T { unsafe { std::ptr::read_volatile(&x) } }
        pub struct Point { pub x: i32, pub y: i64 }
        pub enum Shape { Empty, Circle(u32), Rect { w: u16, h: u64 } }
        #[derive(Clone, Copy)] pub enum Color { Red = 3, Green = 9 }
        pub struct Wrapper<T> { value: T, tag: u8 }
        pub struct Big { a: u64, b: u64, c: u64 }
        pub mod inner { pub struct Deep { pub a: u64, pub b: bool } #[inline(never)] pub fn deep(d: &Deep, c: char) -> u64 { crate::keep(d.a + c as u64) } }
        pub static COUNTER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(77);
        #[inline(never)] pub fn point(p: &Point, n: u8) -> i64 { keep(p.x as i64 + p.y + n as i64) }
        #[inline(never)] pub fn shape(s: &Shape, o: Option<u32>, b: Option<&u32>) -> u64 { keep(match s { Shape::Empty => 1, Shape::Circle(r) => *r as u64, Shape::Rect { w, h } => *w as u64 + h } + o.unwrap_or(0) as u64 + *b.unwrap_or(&0) as u64) }
        #[inline(never)] pub fn pairs(c: Color, t: (i32, u8), s: &str, w: Wrapper<u32>) -> Color { keep(t.0 + s.len() as i32 + w.value as i32); keep(c) }
        #[inline(never)] pub fn slice(f: f64, v: &[u16], b: Big) -> (u8, u64) { keep(f); (v.len() as u8, b.c + 1) }
        #[inline(never)] pub fn text(s: &str) -> Option<u32> { keep(if s.len() > 2 { Some(s.len() as u32) } else { None }) }
        #[inline(never)] pub fn big(n: u64) -> Big { Big { a: n, b: n + 1, c: n + 2 } }
        #[no_mangle] #[inline(never)] pub extern "C" fn plain_c(p: Wrapper<u32>, n: u64) -> u64 { keep(p.value as u64 + n) }
        fn main() {
            let mut t = point(&Point { x: -5, y: 1i64 << 40 }, 7);
            for s in [Shape::Empty, Shape::Circle(12), Shape::Rect { w: 3, h: 44 }].iter() { t += shape(s, Some(8), None) as i64; }
            t += shape(&Shape::Empty, None, Some(&[66][0])) as i64;
            t += pairs(Color::Green, (-3, 200), "hello", Wrapper { value: 31, tag: 5 }) as i64;
            t += slice(2.5, &[1, 2, 3], Big { a: 1, b: 2, c: 3 }).1 as i64;
            t += inner::deep(&inner::Deep { a: 1001, b: true }, 'x') as i64;
            t += text("hi").unwrap_or(1) as i64 + text("longer").unwrap_or(1) as i64 + big(50).c as i64 + plain_c(Wrapper { value: 6, tag: 7 }, 8) as i64;
            COUNTER.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            if t == 1 { std::process::exit(1) }
        }
        R
        rustc -g -C opt-level=0 -o r r.rs 2>/dev/null && rustc -g -C opt-level=1 -o optimized r.rs 2>/dev/null || exit
        $SONDE -q -o got -c ./r -e 'u:./r:cpp:"r::point" { print((args.p->x, args.p->y, args.n, ((struct r::Point *)arg0)->y)); print(*args.p); }
            u:./r:cpp:"r::shape" { print((args.s->discriminant, args.o.discriminant, args.b.discriminant == 0)); }
            u:./r:cpp:"r::shape" /args.o.discriminant == 1 && args.s->discriminant == 2/ { print((args.o.Some.__0, args.s->Rect.w, args.s->Rect.h)); }
            u:./r:cpp:"r::shape" /args.s->discriminant == 1/ { print(args.s->Circle); }
            u:./r:cpp:"r::shape" /args.b.discriminant/ { print(*args.b.Some.__0); }
            u:./r:cpp:"r::pairs" { print((args.c, args.t, str(args.s.data_ptr, args.s.length))); }
            u:./r:cpp:"r::slice" { print((args.v.length, args.v.data_ptr[2], args.b)); }
            u:./r:cpp:"r::inner::deep" { print((*args.d, args.c)); print(*uaddr("r::COUNTER")); }
            u:./r:plain_c { print((args.p, args.n)); }
            ur:./r:cpp:"r::point", ur:./r:plain_c { print(retval); } ur:./r:cpp:"r::pairs" { print(retval); } ur:./r:cpp:"r::slice" { print(retval); } ur:./r:cpp:"r::text" { print(retval.discriminant); } ur:./r:cpp:"r::text" /retval.discriminant == 1/ { print(retval.Some); } ur:./r:cpp:"r::big" { print(retval); }' >/dev/null
        grep . got
        for f in slice:args.f pairs:args.w; do $SONDE -q -e "u:./r:cpp:\"r::${f%:*}\" { print(${f#*:}); }" 2>&1 | head -n 1 | sed "s,$PWD/,,"; done
        $SONDE -q -c ./optimized -e 'u:./optimized:cpp:"r::shape" { print(args.s->discriminant); }' | grep .
        $SONDE -q -e 'u:./optimized:cpp:"r::pairs" { print(args.w); }' 2>&1 | head -n 1 | sed "s,$PWD/,,"
expect  (-5, 1099511627776, 7, 1099511627776)
        { .x = -5, .y = 1099511627776 }
        1099511627778
        (Empty, Some, true)
        (Circle, Some, true)
        { .__0 = 12 }
        (Rect, Some, true)
        (8, 3, 44)
        (Empty, None, false)
        66
        (Green, { .__0 = -3, .__1 = 200 }, hello)
        Green
        (3, 3, { .a = 1, .b = 2, .c = 3 })
        { .__0 = 3, .__1 = 4 }
        ({ .a = 1001, .b = true }, 120)
        { .v = { .value = 77 } }
        None
        Some
        { .__0 = 6 }
        { .a = 50, .b = 51, .c = 52 }
        ({ .value = 6, .tag = 7 }, 8)
        14
        <arg>:1:35: error: 'f' of 'uprobe:r:cpp:"r::slice"', which is 'f64', cannot be read: it is in a floating-point register, which probes do not see
        <arg>:1:35: error: 'w' of 'uprobe:r:cpp:"r::pairs"', which is 'struct r::Wrapper<u32>', cannot be read: how the compiler passes values like it, or like one before it, is not known
        Empty
        Circle
        Rect
        Empty
        <arg>:1:43: error: 'w' of 'uprobe:optimized:cpp:"r::pairs"', which is 'struct r::Wrapper<u32>', cannot be read: the compiler left it out, or does not say where it is
---
name    R2 R3 args and retval of Go: strings and slices are records, structs and interfaces in several registers, results by their types
needs   root tool:go full-speed
sh      cat >g.go <<'G'
        package main

        import "os"

        type Point struct { X int32; Y int64; Name string }
        type Small struct { A uint8; B uint16 }
        type Color int
        type Shape interface{ Area() int }

        func (p *Point) Area() int { return int(p.X) }

        //go:noinline
        func point(p *Point, n uint8, ok bool) int64 { return int64(p.X) + p.Y + int64(n) }

        //go:noinline
        func text(s string, v []uint16, m map[string]int) string { return s + string(rune(64+v[1])) }

        //go:noinline
        func small(s Small, c Color, f float64, r rune) Small { return Small{s.A + uint8(c), uint16(r) + uint16(f)} }

        //go:noinline
        func big(p Point, k int) (int, error) { return len(p.Name) + k, nil }

        //go:noinline
        func shape(s Shape, a [1]int, z [3]int, k int) Color { return Color(s.Area() + a[0] + z[2] + k) }

        //go:noinline
        func (p Point) moved(k int) Point { p.X += int32(k); return p }

        var counter int32 = 77

        func main() {
        	p := &Point{-5, 1 << 40, "a point"}
        	t := point(p, 7, true) + int64(len(text("hello", []uint16{1, 2, 3}, nil)))
        	q := small(Small{4, 500}, 9, 2.5, 'x')
        	n, _ := big(*p, 33)
        	t += int64(q.A) + int64(n) + int64(shape(p, [1]int{5}, [3]int{6, 7, 8}, 9)) + p.moved(6).Y
        	counter++
        	if t == 1 {
        		os.Exit(1)
        	}
        }
        G
        HOME=$PWD GOCACHE=$PWD/cache GO111MODULE=off GOFLAGS= go build -o g g.go || exit
        $SONDE -q -o got -c ./g -e 'u:./g:"main.point" { print((args.p->X, args.p->Y, str(args.p->Name.str, args.p->Name.len), args.n, args.ok, *uaddr("main.counter"))); }
            u:./g:"main.text" { print((str(args.s.str, args.s.len), args.v.len, args.v.cap, args.v.array[2], args.m)); }
            u:./g:"main.small" { print((args.s, args.c, args.r)); }
            u:./g:"main.big" { print((args.p.X, args.p.Y, str(args.p.Name.str, args.p.Name.len), args.k)); }
            u:./g:"main.shape" { print((((int32 *)args.s.data)[0], args.k)); }
            ur:./g:"main.point" { print(retval); } ur:./g:"main.text" { print(str(retval.str, retval.len)); } ur:./g:"main.small" { print(retval); }
            ur:./g:"main.big" { print(retval); } ur:./g:"main.shape" { print(retval); } ur:./g:"main.Point.moved" { print((retval.X, retval.Y, retval.Name.len)); }' >/dev/null
        grep . got
        $SONDE -q -e 'u:./g:"main.small" { print(args.f); }' 2>&1 | head -n 1 | sed "s,$PWD/,,"
timeout 120
expect  (-5, 1099511627776, a point, 7, true, 77)
        1099511627778
        (hello, 3, 3, 3, 0x0)
        helloB
        ({ .A = 4, .B = 500 }, 9, 120)
        { .A = 13, .B = 122 }
        (-5, 1099511627776, a point, 33)
        40
        (-5, 9)
        17
        (1, 1099511627776, 7)
        <arg>:1:33: error: 'f' of 'uprobe:g:main.small', which is 'float64', cannot be read: it is in a floating-point register, which probes do not see
---
name    R2 R3 Go: arrays, and what comes behind the registers, are read where the caller put them; so are results, with and without optimization
needs   root tool:go full-speed
sh      cat >g.go <<'G'
        package main

        import "os"

        type Many struct { A, B, C, D, E, F, G, H, I, J int64 }
        type Mixed struct { X int32; Y int64; Name string }

        //go:noinline
        func arrays(a [1]int, z [3]int, k int, b [2]uint16, c [5]byte) int { return a[0] + z[2] + k + int(b[1]) + int(c[4]) }

        //go:noinline
        func many(a, b, c, d, e, f, g, h, i, j int, k uint8, s string, x float64) int { return a + b + c + d + e + f + g + h + i + j + int(k) + len(s) + int(x) }

        //go:noinline
        func large(m Many, p Mixed, x uint16, q *Many) int64 { return m.J + p.Y + int64(x) + q.A }

        //go:noinline
        func none(z [0]Mixed, k int, y [2]int) int { return len(z) + k + y[1] }

        //go:noinline
        func filled(k int, z [2]int32) [3]int { return [3]int{k, k + int(z[1]), k + 2} }

        func main() {
        	t := arrays([1]int{5}, [3]int{6, 7, 8}, 9, [2]uint16{10, 11}, [5]byte{12, 13, 14, 15, 16})
        	t += many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "twelve", 13)
        	t += int(large(Many{21, 22, 23, 24, 25, 26, 27, 28, 29, 30}, Mixed{-5, 1 << 40, "mixed"}, 77, &Many{A: 99}))
        	t += none([0]Mixed{}, 31, [2]int{32, 33})
        	t += filled(40, [2]int32{-1, -2})[2]
        	if t == 1 {
        		os.Exit(1)
        	}
        }
        G
        for how in '' '-N -l'; do HOME=$PWD GOCACHE=$PWD/cache GO111MODULE=off GOFLAGS= go build -gcflags="$how" -o g g.go && rm -f got || exit
        $SONDE -q -o got -c ./g -e 'u:./g:"main.arrays" { print((args.a, args.z, args.k, args.b, args.c[4])); }
            u:./g:"main.many" { print((args.a, args.i, args.j, args.k, str(args.s.str, args.s.len))); }
            u:./g:"main.large" { print(args.m); print((args.p.X, args.p.Y, str(args.p.Name.str, args.p.Name.len), args.x, args.q->A)); }
            u:./g:"main.none" { print((args.k, args.y)); }
            u:./g:"main.filled" { print((args.k, args.z)); } ur:./g:"main.filled" { print(retval); } ur:./g:"main.many" { print(retval); }' >/dev/null
        grep . got; done
        $SONDE -q -e 'u:./g:"main.none" { print(args.z); }' 2>&1 | head -n 1 | sed "s,$PWD/,,"
timeout 120
expect  ([5], [6,7,8], 9, [10,11], 16)
        (1, 9, 10, 11, twelve)
        85
        { .A = 21, .B = 22, .C = 23, .D = 24, .E = 25, .F = 26, .G = 27, .H = 28, .I = 29, .J = 30 }
        (-5, 1099511627776, mixed, 77, 99)
        (31, [32,33])
        (40, [-1,-2])
        [40,38,42]
        ([5], [6,7,8], 9, [10,11], 16)
        (1, 9, 10, 11, twelve)
        85
        { .A = 21, .B = 22, .C = 23, .D = 24, .E = 25, .F = 26, .G = 27, .H = 28, .I = 29, .J = 30 }
        (-5, 1099511627776, mixed, 77, 99)
        (31, [32,33])
        (40, [-1,-2])
        [40,38,42]
        <arg>:1:32: error: 'z' of 'uprobe:g:main.none', which is 'main.Mixed[0]', cannot be read: the compiler left it out, or does not say where it is
---
name    R2 R3 Rust: values of 9 to 16 bytes that are no pair are read through their pointers, by the versions of rustc that do so
needs   root tool:rustc full-speed
sh      cat >r.rs <<'R'
        #![allow(dead_code)]
        fn keep<T: Copy>(x: T) -> T { unsafe { std::ptr::read_volatile(&x) } }
        pub struct Three { a: u32, b: u32, c: u32 }
        pub struct Text { t: [&'static str; 1] }
        pub struct Held { a: u64, b: [u64; 1] }
        #[repr(align(16))] pub struct Wide { a: u32, b: u32 }
        #[derive(Clone, Copy)] pub enum Either { Number(u64), Pair(u32, u32), Nothing }
        pub struct Big { a: u8, b: u128 }
        #[inline(never)] pub fn three(p: Three, n: u8) -> u32 { keep(p.a + p.c + n as u32) }
        #[inline(never)] pub fn array(k: u8, p: [u32; 4], n: u8) -> u32 { keep(p[0] + p[3] + n as u32 + k as u32) }
        #[inline(never)] pub fn text(p: Text, n: u8) -> usize { keep(p.t[0].len() + n as usize) }
        #[inline(never)] pub fn held(p: Held, n: u8) -> u64 { keep(p.a + p.b[0] + n as u64) }
        #[inline(never)] pub fn wide(p: Wide, n: u8) -> u32 { keep(p.a + p.b + n as u32) }
        #[inline(never)] pub fn either(p: Either, n: u8) -> Either { keep(n); p }
        #[inline(never)] pub fn back(n: u32) -> Three { Three { a: n, b: n + 1, c: n + 2 } }
        #[inline(never)] pub fn unit(p: Result<(), u32>, n: u8) -> u32 { keep(p.err().unwrap_or(0) + n as u32) }
        #[inline(never)] pub fn escaped(a: u64, x: u64, p: Three, n: u64) -> u64 { keep(a + n) + unsafe { std::ptr::read_volatile(&x) } + keep(p.b) as u64 }
        #[inline(never)] pub fn big(p: Big, n: u8) -> u8 { keep(p.a + n) }
        #[inline(never)] pub fn maybe(p: std::mem::MaybeUninit<f64>, n: u8) -> f64 { unsafe { keep(p.assume_init() + n as f64) } }
        fn main() {
            let mut t = three(Three { a: 1, b: 2, c: 3 }, 4) + array(5, [6, 7, 8, 9], 10) + text(Text { t: ["hello"] }, 11) as u32;
            t += held(Held { a: 12, b: [13] }, 14) as u32 + wide(Wide { a: 15, b: 16 }, 17) + back(20).c;
            for e in [Either::Number(1 << 40), Either::Pair(18, 19), Either::Nothing].iter() { if let Either::Pair(_, y) = either(*e, 21) { t += y } }
            t += unit(keep(Err(22)), keep(23)) + escaped(keep(24), keep(25), Three { a: keep(26), b: keep(27), c: keep(28) }, keep(29)) as u32;
            t += big(Big { a: 1, b: 2 }, 3) as u32 + maybe(std::mem::MaybeUninit::new(2.5), 3) as u32;
            if t == 1 { std::process::exit(1) }
        }
        R
        rustc -g -C opt-level=0 -o r r.rs 2>/dev/null || exit
        version=$(rustc --version | sed -E 's/^rustc 1\.([0-9]+).*/\1/'); [ "$version" -le 63 ] || [ "$version" -ge 95 ] || { echo "rustc 1.$version"; exit; }
        $SONDE -q -o got -c ./r -e 'u:./r:cpp:"r::three" { print((args.p, args.n)); } u:./r:cpp:"r::array" { print((args.k, args.p, args.n)); }
            u:./r:cpp:"r::text" { print((str(args.p.t[0].data_ptr, args.p.t[0].length), args.n)); } u:./r:cpp:"r::held" { print((args.p, args.n)); }
            u:./r:cpp:"r::wide" { print((args.p, args.n)); } ur:./r:cpp:"r::back" { print(retval); }
            u:./r:cpp:"r::unit" { print((args.p.discriminant, args.p.Err, args.n)); } u:./r:cpp:"r::escaped" { print((args.a, args.x, args.p, args.n)); }
            u:./r:cpp:"r::either" { print((args.p.discriminant, args.n)); }
            ur:./r:cpp:"r::either" /retval.discriminant == 0/ { print(retval.Number); } ur:./r:cpp:"r::either" /retval.discriminant == 1/ { print(retval.Pair); }' >/dev/null
        grep . got
        rustc -g -C opt-level=2 --crate-name r -o o r.rs 2>/dev/null; $SONDE -q -c ./o -e 'u:./o:cpp:"r::escaped" { print((args.a, args.x, args.p.b, args.n)); }' | grep .
        for f in big maybe; do $SONDE -q -e "u:./r:cpp:\"r::$f\" { print(args.n); }" 2>&1 | head -n 1 | sed "s,$PWD/,,"; done
expect  ({ .a = 1, .b = 2, .c = 3 }, 4)
        (5, [6,7,8,9], 10)
        (hello, 11)
        ({ .a = 12, .b = [13] }, 14)
        ({ .a = 15, .b = 16 }, 17)
        { .a = 20, .b = 21, .c = 22 }
        (Number, 21)
        { .__0 = 1099511627776 }
        (Pair, 21)
        { .__0 = 18, .__1 = 19 }
        (Nothing, 21)
        (Err, { .__0 = 22 }, 23)
        (24, 25, { .a = 26, .b = 27, .c = 28 }, 29)
        (24, 25, 27, 29)
        <arg>:1:33: error: 'n' of 'uprobe:r:cpp:"r::big"', which is 'u8', cannot be read: how the compiler passes values like it, or like one before it, is not known
        <arg>:1:35: error: 'n' of 'uprobe:r:cpp:"r::maybe"', which is 'u8', cannot be read: how the compiler passes values like it, or like one before it, is not known
---
name    R3 C++: a type that only a type unit defines has its names and members, whether it is named or declared where it is used
needs   root tool:g++
sh      printf '%s\n' 'namespace app { struct node { int id; enum class kind { A, B = 9 } what; }; }' 'extern "C" __attribute__((noinline)) int visit(app::node n, app::node::kind k) { __asm__ volatile(""); return n.id + (int)k; }' 'int main() { app::node n{3, app::node::kind::B}; return visit(n, app::node::kind::A) != 3; }' >p.cc
        for how in -gdwarf-4 -gdwarf-5 '-gdwarf-5 -gsplit-dwarf'; do for units in -fno-debug-types-section -fdebug-types-section; do g++ -O1 $how $units -o p p.cc
        $SONDE -q -c ./p -e 'uprobe:./p:visit { print((args.n.id, args.n.what, args.k)); }' | grep .; done; done
expect  (3, B, A)
        (3, B, A)
        (3, B, A)
        (3, B, A)
        (3, B, A)
        (3, B, A)
---
name    R2 a number that is split into several registers is refused, whatever the first of them has
needs   root tool:gcc tool:python3
sh      printf '%s\n' 'static __attribute__((noinline)) long f(long a, int k) { __asm__ volatile("" ::: "memory"); return a + k; }' 'int main(void) { long s = 0; for (long i = 0; i < 3; i++) s += f(i + (5L << 32), 7); return s == 0; }' >p.c
        gcc -O2 -g -gdwarf-5 -S p.c; grep -q '^f.constprop' p.s || exit
        python3 -c 'import re, sys; text, n = re.subn(r"(\.(?:long\s0x\w+|uleb128 \.L\w+-\.L\w+)\n\s*\.uleb128) 0x1\n\s*\.byte\s0x55\n", r"\1 6\n\t.byte 0x55, 0x93, 4, 0x54, 0x93, 4\n", sys.stdin.read()); assert n; print(text)' <p.s >split.s
        for s in p split; do gcc -o $s $s.s; $SONDE -q -c ./$s -e "uprobe:./$s:f.constprop.0 { print(args.a); }" 2>&1 | grep . | sed "s,$PWD,D,; 1q"; done
expect  21474836480
        <arg>:1:43: error: 'a' of 'uprobe:D/split:f.constprop.0', which is 'long int', cannot be read: the compiler has split it into several registers
