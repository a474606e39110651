name    uprobe: places inside of a function, by numbers of any form; each runs as often as it is passed
needs   root tool:gcc
sh      printf '%s\n' '.globl g' '.type g, @function' 'g: lea 1(%rdi),%eax' 'test $1,%dil' 'je 1f' 'inc %eax' '1: ret' '.size g, 12' '.section .note.GNU-stack' >g.s
        printf '%s\n' 'int g(int x); int main(void) { int s = 0; for (int i = 0; i < 1000; i++) s += g(i); return !s; }' >main.c; gcc -O1 -o g main.c g.s
        for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'uprobe:./g:g { @at0 = count(); } uprobe:./g:g+3 { @at3 = count(); } uprobe:./g:g+0x7 { @at7 = count(); @sum = sum(reg("ax")); } u:./g:g+0b1001 { @at9 = count(); } u:./g:g+1_1 { @at11 = count(); @[probe == "uprobe:'$PWD'/g:g+11", func] = count(); }' -c ./g | grep @; done
        for at in 1 6 10 12 1000000; do $SONDE -q -e "uprobe:./g:g+$at { }" 2>&1 | grep 'error:\|hint:'; done; $SONDE -q -e 'uprobe:./g:g+z { }' 2>&1 | grep -o 'error.*'
        $SONDE -l 'uprobe:./g:g+3' | sed "s|$PWD|.|"; $SONDE -q --unsafe --dry-run -e 'uprobe:./g:g+1 { }'; echo $?
expect  @[true, g]: 1000
        @at0: 1000
        @at11: 1000
        @at3: 1000
        @at7: 1000
        @at9: 500
        @sum: 500500
        @[true, g]: 1000
        @at0: 1000
        @at11: 1000
        @at3: 1000
        @at7: 1000
        @at9: 500
        @sum: 500500
        <arg>:1:1: error: 'uprobe:./g:g+1' lies in the middle of an instruction: the nearest begin at g+0 and g+3
            hint: allow it with --unsafe
        <arg>:1:1: error: 'uprobe:./g:g+6' lies in the middle of an instruction: the nearest begin at g+3 and g+7
            hint: allow it with --unsafe
        <arg>:1:1: error: 'uprobe:./g:g+10' lies in the middle of an instruction: the nearest begin at g+9 and g+11
            hint: allow it with --unsafe
        <arg>:1:12: error: offset 12 is outside of function 'g', which has 12 bytes
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        <arg>:1:12: error: offset 1000000 is outside of function 'g', which has 12 bytes
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        error: 'g+z' is not a function with an offset
        uprobe:./g:g+3
        0
---
name    uprobe: addresses as the program has them, in programs with and without a fixed place, and in a file that is no ELF file
needs   root tool:gcc tool:nm
sh      printf '%s\n' '.globl g' '.type g, @function' 'g: lea 1(%rdi),%eax' 'test $1,%dil' 'ret' '.size g, 8' 'sizeless: .globl sizeless; .type sizeless, @function; nop; ret' '.section .note.GNU-stack' >g.s
        printf '%s\n' 'int g(int x); int sizeless(int x); int main(void) { int s = 0; for (int i = 0; i < 1000; i++) s += g(i) + sizeless(i); return !s; }' >main.c
        for how in -pie -no-pie; do gcc -O1 $how -o g main.c g.s; a=$((0x$(nm g | awk '$3 == "g" { print $1 }')))
        	$SONDE -q -e "uprobe:./g:$a { @at0 = count(); } uprobe:./g:$(printf 0x%x $((a + 7))) { @at7 = count(); @p[probe == \"uprobe:$PWD/g:$((a + 7))\"] = count(); }" -c ./g | grep @
        	$SONDE -q -e "uprobe:./g:$((a + 4)) { }" 2>&1 | sed "s/'uprobe.*'/X/; s/$(printf 0x%x $((a + 3)))/+3/; s/$(printf 0x%x $((a + 7)))/+7/" | grep -o 'error:.*'
        	s=$((0x$(nm g | awk '$3 == "sizeless" { print $1 }'))); $SONDE -q -e "uprobe:./g:$s { }" 2>&1 | grep -o 'lies.*'; $SONDE -q --unsafe -e "uprobe:./g:$s { @address = count(); }" -c ./g | grep @; done
        $SONDE -q -e 'uprobe:./g:sizeless { }' 2>&1 | grep 'error:\|hint:'; $SONDE -q -e 'uprobe:./g:sizeless+1 { }' 2>&1 | grep -o 'lies in.*'; $SONDE -q --unsafe -e 'uprobe:./g:sizeless { @sizeless = count(); } u:./g:sizeless+1 { @one = count(); }' -c ./g | grep @
        $SONDE -l 'uprobe:./g:*' | grep -c sizeless; $SONDE -q -e 'uprobe:./g:0x7fffffffffff { }' 2>&1 | grep -o 'g has no.*'; echo nothing in here >text; $SONDE -q -e 'uprobe:./text:5 { }' 2>&1 | grep -o 'lies.*'; $SONDE -q --unsafe --dry-run -e 'uprobe:./text:5 { }'; echo $?
expect  @at0: 1000
        @at7: 1000
        @p[true]: 1000
        error: X lies in the middle of an instruction: the nearest begin at +3 and +7
        lies in no function that the symbol tables know: nothing tells whether an instruction begins there
        @address: 1000
        @at0: 1000
        @at7: 1000
        @p[true]: 1000
        error: X lies in the middle of an instruction: the nearest begin at +3 and +7
        lies in no function that the symbol tables know: nothing tells whether an instruction begins there
        @address: 1000
        <arg>:1:1: error: 'uprobe:./g:sizeless' has no size in the symbol table: it may be no function
            hint: allow it with --unsafe
        lies in a function without a size in the symbol table: nothing tells whether an instruction begins there
        @one: 1000
        @sizeless: 1000
        0
        g has no code at 0x7fffffffffff
        lies in a file that is no ELF file: nothing tells whether there is code
        0
---
name    uprobe: C++ by names of the source, with and without parameters and arguments of templates, and mangled
needs   root tool:g++ full-speed
sh      printf '%s\n' '#define KEEP __attribute__((noinline))' '#include <cstdlib>' '#include <string>' 'namespace ns {' 'KEEP int f(int x) { asm volatile(""); return x + 1; }' 'KEEP int f(const char *s) { asm volatile(""); return *s; }' \
        	'KEEP int f(std::string &s, int n) { asm volatile(""); return s.size() + n; }' 'template <class T> KEEP T g(T x) { asm volatile(""); return x + x; }' \
        	'struct A { int v; KEEP A(int x) { asm volatile(""); v = x; } KEEP ~A() { asm volatile(""); } KEEP int operator+(int x) const { asm volatile(""); return v + x; } };' '}' 'static long total;' \
        	'int main() { std::string s = "abc"; for (int i = 0; i < 1000; i++) { ns::A a(i); total += ns::f(i) + ns::f("x") + ns::f(s, i) + ns::g(i) + (long)ns::g(1.5) + (a + 2); } return !total; }' >p.cpp; g++ -O1 -o p p.cpp
        for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'uprobe:./p:cpp:"ns::f" { @all = count(); @p[probe] = count(); } u:./p:cpp:"ns::f(int)" { @one = sum(arg0); } u:./p:cpp:"ns::g" { @g = count(); } u:./p:cpp:"ns::g<int>" { @gi = count(); } u:./p:cpp:"ns::g<double>(double)" { @gd = count(); }
        	u:./p:cpp:"ns::A::operator+" { @plus = count(); } u:./p:_ZN2ns1fEi { @m = count(); } ur:./p:"ns::f(int)" { @quoted = sum(retval); } u:./p:cpp:"ns::A::A" { @ctor = count(); } u:./p:cpp:"ns::A::~A()" { @dtor = count(); } ur:./p:cpp:"ns::*" { @returns = count(); }' -c ./p | grep @ | sed "s|$PWD|.|; s|std::__.*>&|S|"; done | sort | uniq -c | sed 's/^ *//'
        $SONDE -l 'u:./p:cpp:"ns::f(*"' | sed "s|$PWD|.|; s|std::__.*>&|S|"; $SONDE -q -e 'u:./p:cpp:"ns::ff" { }' 2>&1 | grep 'error:\|hint:' | sed "s|$PWD|.|"; $SONDE -q -e 'u:/bin/true:cpp:"a::b" { }' 2>&1 | grep -o 'has no.*'
expect  2 @all: 3000
        2 @ctor: 1000
        2 @dtor: 1000
        2 @g: 2000
        2 @gd: 1000
        2 @gi: 1000
        2 @m: 1000
        2 @one: 499500
        2 @p[uprobe:./p:cpp:"ns::f(S, int)"]: 1000
        2 @p[uprobe:./p:cpp:"ns::f(char const*)"]: 1000
        2 @p[uprobe:./p:cpp:"ns::f(int)"]: 1000
        2 @plus: 1000
        2 @quoted: 500500
        2 @returns: 8000
        uprobe:./p:cpp:"ns::f(char const*)"
        uprobe:./p:cpp:"ns::f(int)"
        uprobe:./p:cpp:"ns::f(S, int)"
        <arg>:1:11: error: ./p has no function named 'ns::ff'
            hint: did you mean 'ns::f'?
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        sonde: hint: 'sonde doctor' says what this machine can do, and how to get the rest
        has no functions of C++ or Rust in its symbol tables
---
name    uprobe: the piece of a function that is seldom run is no function of its own
needs   root tool:g++ tool:nm
sh      printf '%s\n' 'namespace ns { __attribute__((noinline)) int h(int x) { if (x > 500) throw x; return x + 1; } }' 'int main() { int s = 0; for (int i = 0; i < 1000; i++) try { s += ns::h(i); } catch (int) { s++; } return !s; }' >h.cpp; g++ -O2 -o h h.cpp; nm h | grep -c 'hEi.cold'
        for a in 'cpp:"ns::h"' 'cpp:"ns::*"' '_ZN2ns*'; do $SONDE -l "u:./h:$a" | sed "s|$PWD|.|"; done; $SONDE -q -e 'u:./h:cpp:"ns::h" { @ = count(); } u:./h:_ZN2ns1h* { @wild = count(); }' -c ./h | grep @
expect  1
        uprobe:./h:cpp:"ns::h(int)"
        uprobe:./h:cpp:"ns::h(int)"
        uprobe:./h:_ZN2ns1hEi
        @: 1000
        @wild: 1000
---
name    uprobe: Rust by names of the source
needs   root tool:rustc full-speed
sh      printf '%s\n' 'mod inner {' 'pub struct S { pub v: u64 }' 'impl S { #[inline(never)] pub fn add(&self, x: u64) -> u64 { unsafe { std::ptr::read_volatile(&(self.v + x)) } } }' '#[inline(never)] pub fn work(x: u64) -> u64 { unsafe { std::ptr::read_volatile(&(x * 2)) } }' '}' \
        	'fn main() { let s = inner::S { v: 3 }; let mut t = 0u64; for i in 0..1000 { t += inner::work(i) + s.add(i); } assert!(t > 0); }' >prog.rs
        for mangling in legacy v0; do rustc -C opt-level=1 -C symbol-mangling-version=$mangling -o prog prog.rs 2>/dev/null || rustc -C opt-level=1 -o prog prog.rs
        	$SONDE -q -e 'u:./prog:rust:"prog::inner::work" { @w = sum(arg0); } ur:./prog:cpp:"*inner::S*::add" { @a = sum(retval); } u:./prog:cpp:"*prog::inner::*" { @all = count(); }' -c ./prog | grep @; $SONDE -l 'u:./prog:rust:"prog::inner::w*"' | sed "s|$PWD|.|"; done
expect  @a: 502500
        @all: 2000
        @w: 499500
        uprobe:./prog:rust:"prog::inner::work"
        @a: 502500
        @all: 2000
        @w: 499500
        uprobe:./prog:rust:"prog::inner::work"
---
name    uprobe: functions of one name in several files of a program are all traced
needs   root tool:gcc
sh      for i in 1 2 3; do printf '%s\n' '__attribute__((noinline)) static int same(int x) { __asm__ volatile(""); return x + '$i'; }' "int call$i(int x) { return same(x); }" >s$i.c; done
        printf '%s\n' 'int call1(int), call2(int), call3(int); int main(void) { int t = 0; for (int i = 0; i < 1000; i++) { t += call1(i); t += call2(i); if (i & 1) t += call3(i); } return !t; }' >m.c; gcc -O1 -o m m.c s1.c s2.c s3.c
        for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'uprobe:./m:same { @ = count(); } uretprobe:./m:s*e { @sum = sum(retval); }' -c ./m | grep @; done; $SONDE -l 'uprobe:./m:sam*' | wc -l
expect  @: 2500
        @sum: 1253500
        @: 2500
        @sum: 1253500
        1
---
name    uprobe: an instruction that the kernel takes no probe on is no function to attach to
needs   root tool:gcc
sh      printf '%s\n' '.globl a, b, c' '.type a, @function' '.type b, @function' '.type c, @function' 'a: lock incq n(%rip)' 'ret' '.size a, .-a' 'b: endbr64' 'notrack jmp *%rax' '.size b, .-b' 'c: push %rbp' 'pop %rbp' 'ret' '.size c, .-c' '.bss' 'n: .quad 0' '.section .note.GNU-stack' >x.s
        printf '%s\n' 'void a(void), c(void); int main(void) { for (int i = 0; i < 1000; i++) { a(); c(); } return 0; }' >y.c; gcc -O1 -o y y.c x.s
        $SONDE -q -e 'uprobe:./y:a { }' 2>&1 | grep -o 'error:.*'; $SONDE -q -e 'uprobe:./y:[abc] { @[func] = count(); }' -c ./y | grep @; $SONDE -l 'uprobe:./y:[abc]' | sed "s|$PWD|.|"
expect  error: 'a' begins with an instruction that the kernel takes no probes on
        @[c]: 1000
        uprobe:./y:b
        uprobe:./y:c
---
name    uprobe: Go: arguments and results in its registers, functions that get a larger stack are entered once, places of several returns are one probe
needs   root tool:go full-speed
timeout 120
sh      printf '%s\n' 'package main' 'import "os"' '//go:noinline' 'func add(a, b int) int { if a & 1 == 1 { return a + b }; return a - b }' '//go:noinline' 'func deep(n int) int { var pad [256]byte; if n == 0 { return int(pad[n]) }; pad[n % 256] = 0; return deep(n - 1) + 1 + int(pad[n % 256]) }' \
        	'func main() { t := 0; for i := 0; i < 1000; i++ { t += add(i, 3) }; done := make(chan int); for k := 0; k < 4; k++ { go func() { done <- deep(1000) }() }; for k := 0; k < 4; k++ { t += <-done }; if t == 0 { os.Exit(1) } }' >g.go
        HOME=$PWD GOCACHE=$PWD/cache GO111MODULE=off GOFLAGS= go build -o g g.go
        for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'u:./g:main.add { @in = count(); @a = sum(arg0); @b = sum(arg1); } ur:./g:main.add { @out = count(); @r = sum(retval); @p[probe] = count(); } u:./g:main.deep { @d = count(); } ur:./g:main.deep { @dr = count(); @max = max(retval); }' -c ./g | grep @ | sed "s|$PWD|.|"; done
        $SONDE -q -e 'ur:./g:main.add { print(latency); }' 2>&1 | grep -c error
expect  @a: 499500
        @b: 3000
        @d: 4004
        @dr: 4004
        @in: 1000
        @max: 1000
        @out: 1000
        @p[uretprobe:./g:main.add]: 1000
        @r: 499500
        @a: 499500
        @b: 3000
        @d: 4004
        @dr: 4004
        @in: 1000
        @max: 1000
        @out: 1000
        @p[uretprobe:./g:main.add]: 1000
        @r: 499500
        1
---
name    uprobe: functions that a stripped program has lost, out of its separate debug file and out of .gnu_debugdata
needs   root tool:gcc tool:strip tool:objcopy tool:xz
sh      printf '%s\n' '__attribute__((noinline)) static int hidden(int x) { __asm__ volatile(""); return x + 1; }' 'int main(void) { int s = 0; for (int i = 0; i < 1000; i++) s += hidden(i); return !s; }' >p.c; gcc -O1 -o p p.c
        strip -o bare p; $SONDE -q -e 'uprobe:./bare:hidden { }' 2>&1 | grep -o 'bare has no.*'; objcopy --only-keep-debug p p.debug
        cp bare linked; objcopy --add-gnu-debuglink=p.debug linked; $SONDE -q -e 'uprobe:./linked:hidden { @link = count(); } uretprobe:./linked:hidden { @sum = sum(retval); }' -c ./linked | grep @
        mkdir .debug; mv p.debug .debug; $SONDE -q -e 'uprobe:./linked:hidden { @directory = count(); }' -c ./linked | grep @
        cp .debug/p.debug mini; xz mini; objcopy --add-section .gnu_debugdata=mini.xz bare packed; $SONDE -q -e 'uprobe:./packed:hidden { @packed = count(); @f[func] = count(); }' -c ./packed | grep @; $SONDE -l 'uprobe:./packed:hid*' | sed "s|$PWD|.|"
        head -c 100 mini.xz >bad; objcopy --add-section .gnu_debugdata=bad bare damaged; $SONDE -q -e 'uprobe:./damaged:hidden { }' 2>&1 | grep -o 'damaged has no.*'
expect  bare has no functions in its symbol tables
        @link: 1000
        @sum: 500500
        @directory: 1000
        @f[hidden]: 1000
        @packed: 1000
        uprobe:./packed:hidden
        damaged has no functions in its symbol tables
---
name    uprobe: a file that is cut off, empty in parts, or without code says so, whatever is asked for in it
needs   root tool:gcc tool:strip tool:objcopy
sh      printf '%s\n' 'int work(int x) { return x + 1; }' 'int main(void) { return work(3); }' >p.c; gcc -g -O1 -o p p.c; size=$(stat -c %s p)
        head -c 40 p >header; head -c 4000 p >half; head -c $((size - 1)) p >last; { head -c $((size / 2)) p; head -c $((size - size / 2)) /dev/zero; } >zeros; objcopy --only-keep-debug p debug
        cp p nowhere; printf '\0\0' | dd of=nowhere bs=1 seek=56 conv=notrunc 2>/dev/null; cp p class; printf 9 | dd of=class bs=1 seek=4 conv=notrunc 2>/dev/null
        says() { $SONDE -q -e "$1 { }" 2>&1 | sed -n "s|$PWD|D|; s/ $size$/ SIZE/; s/ $((size - 1)) bytes/ SIZE-1 bytes/; s/^.*error: //p; /SONDE_MISSING/d; s/^ *hint: /  /p"; }
        for f in header half last zeros debug nowhere class; do says "uprobe:./$f:work"; done; for what in :wor* :0x1000000 ':cpp:"work"' @p.c:1; do says "uprobe:./half$what"; done; says uprobe:./debug@p.c:1; says uretprobe:./half:work
        mkdir d; cp half d/1; cp zeros d/2; says 'uprobe:./d/*:work'; cp p d/3; $SONDE -l 'uprobe:./d/*:work' | sed "s|$PWD|.|"
expect  D/header cannot be traced: it is cut off in its ELF header
        D/half is cut off: it has 4000 bytes, and its headers speak of SIZE
          copy it again, or build it again
        D/last is cut off: it has SIZE-1 bytes, and its headers speak of SIZE
          copy it again, or build it again
        D/zeros is damaged: its section headers, by which symbols are found, are empty
          copy it again, or build it again
        D/debug has no code: it is the debug information of another file
          name the program or library itself
        D/nowhere is damaged: nothing of it is code that a program could load
          copy it again, or build it again
        D/class cannot be traced: its ELF header is damaged
        D/half is cut off: it has 4000 bytes, and its headers speak of SIZE
          copy it again, or build it again
        D/half is cut off: it has 4000 bytes, and its headers speak of SIZE
          copy it again, or build it again
        D/half is cut off: it has 4000 bytes, and its headers speak of SIZE
          copy it again, or build it again
        D/half is cut off: it has 4000 bytes, and its headers speak of SIZE
          copy it again, or build it again
        D/debug has no code: it is the debug information of another file
          name the program or library itself
        D/half is cut off: it has 4000 bytes, and its headers speak of SIZE
          copy it again, or build it again
        no function of a file matches './d/*:work'
        uprobe:./d/3:work
---
name    uprobe: a library in an archive
needs   root tool:gcc tool:python3 tool:nm
sh      printf '%s\n' 'int f(int x) { return x + 1; }' >l.c; gcc -O1 -shared -fPIC -nostdlib -Wl,-z,noseparate-code -o l.so l.c
        printf '%s\n' 'import zipfile' 'z = zipfile.ZipFile("a.zip", "w")' 'i = zipfile.ZipInfo("lib/l.so")' 'i.extra = b"\0" * (4096 - 30 - len(i.filename))' 'z.writestr(i, open("l.so", "rb").read())' 'z.write("l.c", "lib/l.c", zipfile.ZIP_DEFLATED)' 'z.close()' >z.py; python3 z.py
        printf '%s\n' '#include <fcntl.h>' '#include <stdlib.h>' '#include <sys/mman.h>' 'int main(int c, char **v) { char *p = mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, open("a.zip", O_RDONLY), 4096); int s = 0; for (int i = 0; i < 1000; i++) s += ((int (*)(int))(p + strtol(v[1], 0, 16)))(i); return !s; }' >m.c; gcc -O1 -o m m.c
        for by in auto perf; do SONDE_ATTACH_BY=$by $SONDE -q -e 'uprobe:./a.zip!/lib/l.so:f { @ = count(); @p[probe] = sum(arg0); } ur:./a.zip!/lib/l.so:* { @sum = sum(retval); }' -c "./m $(nm l.so | awk '$3 == "f" { print $1 }')" | grep @ | sed "s|$PWD|.|"; done; $SONDE -l 'uprobe:./a.zip!/lib/l.so:*' | sed "s|$PWD|.|"
        for a in './a.zip!/lib/l.c:f' './a.zip!/lib/x.so:f' './l.so!/x:f'; do $SONDE -q -e "uprobe:$a { }" 2>&1 | grep -o 'cannot be traced.*'; done
expect  @: 1000
        @p[uprobe:./a.zip!/lib/l.so:f]: 499500
        @sum: 500500
        @: 1000
        @p[uprobe:./a.zip!/lib/l.so:f]: 499500
        @sum: 500500
        uprobe:./a.zip!/lib/l.so:f
        cannot be traced: the member of the archive is compressed: it is not what runs
        cannot be traced: the archive has no such member
        cannot be traced: it is not a ZIP archive
---
name    uprobe: wildcards over files, the mapped files of -p, its functions without a binary
needs   root tool:gcc
sh      printf '%s\n' '#include <unistd.h>' '__attribute__((noinline)) int work(int x) { __asm__ volatile(""); return x + 1; }' 'int main(void) { char c; int s = 0; read(0, &c, 1); for (int i = 0; i < 1000; i++) s += work(i); return !s; }' >p.c; mkdir d; gcc -O1 -o d/p1 p.c; gcc -O1 -DTWO -o d/p2 p.c; echo no program >d/p3
        $SONDE -q --unsafe -e 'uprobe:./d/p*:work { @[probe] = count(); } uprobe:./d/p[!1]:wor? { @two = count(); if (arg0 == 999) { exit(); } } begin { system("echo | d/p1; echo | d/p2"); }' | grep @ | sed "s|$PWD|.|"; $SONDE -l 'uprobe:./d/*:w*' | sed "s|$PWD|.|"; $SONDE -q -e 'uprobe:./d/p*:wirk { }' 2>&1 | grep -o 'error.*'; $SONDE -q -e 'uprobe:work { }' 2>&1 | grep -o 'error.*'
        mkfifo in; for a in '*:work' work ':work' '*1:work' p1:work; do d/p1 <in & p=$!; exec 3>in; until grep -q d/p1 /proc/$p/maps; do sleep 0.01; done; $SONDE -q --unsafe -p $p -e "uprobe:$a { @ = count(); } begin { system(\"echo >in\"); }" | grep @; exec 3>&-; wait; done
expect  @[uprobe:./d/p1:work]: 1000
        @[uprobe:./d/p2:work]: 1000
        @two: 1000
        uprobe:./d/p1:work
        uprobe:./d/p2:work
        error: no function of a file matches './d/p*:wirk'
        error: 'uprobe:work' names no binary
        @: 1000
        @: 1000
        @: 1000
        @: 1000
        @: 1000
---
name    uprobe: a binary of * without -p stands for what any process has mapped, and nothing else, in bounded memory
needs   root tool:gcc
sh      f=only_here_$$; printf '%s\n' '#include <unistd.h>' "__attribute__((noinline)) int $f(int x) { __asm__ volatile(\"\"); return x + 1; }" "int main(void) { char c; int s = 0; read(0, &c, 1); for (int i = 0; i < 1000; i++) s += $f(i); return !s; }" >p.c
        gcc -O1 -o p1 p.c; gcc -O1 -DTWO -o p2 p.c; gcc -O1 -DTHREE -o p3 p.c; gcc -O1 -shared -fPIC -Dmain=unused -o p4.so p.c; mkfifo in1 in2
        ./p1 <in1 & a=$!; exec 3>in1; LD_PRELOAD=./p4.so ./p2 <in2 & b=$!; exec 4>in2; until grep -q /p1 /proc/$a/maps && grep -q /p4.so /proc/$b/maps; do sleep 0.01; done; rm p1
        grep -q __asan_init $SONDE || ulimit -v 2000000; $SONDE -l "uprobe:*:$f" | sed "s,$PWD,D,; s,/proc/$a/map_files/[^:]*,D/p1,; s,$f,f,"
        $SONDE -q --unsafe -e "uprobe:*:$f { @[comm] = count(); if (arg0 == 999) { @ended[comm] = 1; if (len(@ended) == 2) { exit(); } } } begin { system(\"echo | ./p3; echo >in1; echo >in2\"); } end { clear(@ended); }" | grep @
        $SONDE -q -e 'uprobe:*:* { }' 2>&1 | head -n 1; $SONDE -q -e "uprobe:*:no_$f { }" 2>&1 | sed "s/$f/f/; q"
expect  uprobe:D/p1:f
        uprobe:D/p2:f
        uprobe:D/p4.so:f
        @[p1]: 1000
        @[p2]: 1000
        <arg>:1:1: error: 'uprobe:*:*' brings the script above 1024 probes
        <arg>:1:1: error: no function of a file matches '*:no_f'
---
name    uprobe: a program in another mount namespace, by its path there
needs   root own-mounts tool:gcc
sh      printf '%s\n' '#include <unistd.h>' '__attribute__((noinline)) int work(int x) { __asm__ volatile(""); return x + 1; }' 'int main(void) { char c; int s = 0; read(0, &c, 1); for (int i = 0; i < 1000; i++) s += work(i); return !s; }' >p.c; gcc -O1 -o p p.c
        mkdir here; mkfifo in; exec 3<>in; unshare -m sh -c "mount -t tmpfs none here; cp p here/inside; exec here/inside <in" & p=$!; while ! grep -q here/inside /proc/$p/maps; do sleep 0.01; done; ls here
        $SONDE -q --unsafe -p $p -e "uprobe:$PWD/here/inside:work { @ = count(); } begin { system(\"echo >in\"); }" | grep @
expect  @: 1000
---
name    uprobe: thousands of functions by one link, each counted once
needs   root tool:gcc uprobe_multi full-speed
sh      awk 'BEGIN { for (i = 0; i < 3000; i++) printf ".globl f%d\n.type f%d, @function\nf%d: push %%rbp\npop %%rbp\nret\n.size f%d, .-f%d\n", i, i, i, i, i; print ".globl all\nall: push %rbp"; for (i = 0; i < 3000; i++) print "call f" i; print "pop %rbp\nret\n.section .note.GNU-stack" }' >f.s
        printf '%s\n' 'void all(void); int main(void) { all(); return 0; }' >m.c; gcc -O1 -no-pie -o m m.c f.s; SONDE_MAX_PROBES=7000 $SONDE -q -e 'uprobe:./m:f[0-9]* { @ = count(); } uretprobe:./m:f[0-9]* { @r = count(); }' -c ./m | grep @; $SONDE -q -e 'uprobe:./m:f* { }' 2>&1 | grep 'error:\|hint:'
expect  @: 3000
        @r: 3000
        <arg>:1:1: error: 'uprobe:./m:f*' brings the script above 1024 probes
            hint: use a narrower wildcard, or raise the limit with SONDE_MAX_PROBES
---
name    uprobe: a file that is replaced, removed or written to while it is traced: the old one is still counted, and a warning says so, once
needs   root tool:gcc
sh      printf '%s\n' '#include <unistd.h>' '__attribute__((noinline)) int work(int x) { __asm__ volatile(""); return x + 1; }' 'int main(void) { char c; int s = 0; read(0, &c, 1); for (int i = 0; i < 1000; i++) s += work(i); return !s; }' >p.c; gcc -O1 -o p p.c
        gcc -O2 -DNEW -o new p.c; mkfifo in; for how in 'chmod 700 p' 'rm p' 'mv new p' 'mv p q; cp q p; rm q'; do cp p was; ./p <in & exec 3>in
        $SONDE -q --unsafe -e "uprobe:./p:work, uprobe:./p:main { @ = count(); if (arg0 == 999) { exit(); } } begin { system(\"$how; echo >in\"); }" 2>&1 | grep . | sed "s,$PWD,D,"; exec 3>&-; wait; mv was p; done
        $SONDE -q --unsafe -e "uprobe:./p:work { } uprobe:libc:strfry { } interval:ms:100 { exit(); } begin { system(\"echo more >>p; echo more >>p\"); }" 2>&1 | grep . | sed "s,$PWD,D,"
expect  @: 1000
        sonde: warning: D/p: replaced or removed while it is traced: its probes stay on the old file, and what runs a new one is not seen; start sonde again for that
        @: 1000
        sonde: warning: D/p: replaced or removed while it is traced: its probes stay on the old file, and what runs a new one is not seen; start sonde again for that
        @: 1000
        sonde: warning: D/p: replaced or removed while it is traced: its probes stay on the old file, and what runs a new one is not seen; start sonde again for that
        @: 1000
        sonde: warning: D/p: written to while it is traced: its probes sit where its code was before; stop what runs it, and start sonde again
---
name    uprobe: of a file that is traced by two names each is told when it goes
needs   root tool:cc
sh      printf '%s\n' '__attribute__((noinline)) int work(void) { return 1; }' 'int main(void) { return work(); }' >p.c; cc -O1 -o one p.c; ln one two
        $SONDE -q --unsafe -e 'uprobe:./one:work, uprobe:./two:main { } begin { system("rm one"); } interval:ms:50 { @ticks += 1; if (@ticks == 2) { system("rm two"); } if (@ticks == 4) { exit(); } } end { clear(@ticks); }' 2>&1 | grep . | sed "s,$PWD,D,; s/ while.*//"
expect  sonde: warning: D/one: replaced or removed
        sonde: warning: D/two: replaced or removed
---
name    inside of a function the stack has its callers and nothing between, at an offset, an address and a line
needs   root tool:gcc
sh      cat >p.c <<'E'
        __attribute__((noinline)) int inner(int x)
        {
        	volatile long kept[4] = { 0x1234567, 0x1234567, 0x1234567, x };
        	__asm__ volatile(".globl here\nhere: nop" ::: "memory"); /* HERE */
        	return (int)kept[3] + x;
        }
        __attribute__((noinline)) int outer(int x) { return inner(x) + 1; }
        int main(void) { int s = 0; for (int i = 0; i < 30; i++) s += outer(i); return !s; }
        E
        gcc -g -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -no-pie -o p p.c; at() { printf '%d' 0x$(nm p | sed -n "s/ [tT] $1\$//p"); }
        for place in "inner+$(($(at here) - $(at inner)))" "$(at here)" line; do probe=uprobe:./p:$place; [ $place = line ] && probe=uprobe:./p@p.c:$(grep -n HERE p.c | cut -d: -f1)
        $SONDE -q -e "$probe { @[ustack(3)] = count(); }" -c ./p | sed 's/+[0-9]*//' | tr -s ' \n' ' ' | sed 's/^ //'; echo .; done
        $SONDE -q -e "uprobe:./p@p.c:2 { @[args.x < 30, ustack(3)] = count(); }" -c ./p | sed 's/+[0-9]*//' | tr -s ' \n' ' ' | sed 's/^ //'; echo .
        $SONDE -q -e "uprobe:./p@p.c:4 { print(sarg0); }" 2>&1 | head -n 1
expect  @[ inner outer main ]: 30 .
        @[ inner outer main ]: 30 .
        @[ inner outer main ]: 30 .
        @[true, inner outer main ]: 30 .
        <arg>:1:26: error: 'sarg0' is not available in uprobe probes
---
name    P26: a program that is not there: what comes near to it, in PATH or in the directory
needs   root
sh      mkdir bin; cp $TESTBIN/calls bin/caller_of_calls; hint() { $SONDE -e "$1 { }" 2>&1 | grep -m 1 hint: | sed "s|$PWD|D|"; }; PATH=$PWD/bin:$PATH; hint u:caller_of_cals:main; hint u:bin/caler_of_calls:main; hint u:$PWD/bin/callers_of_calls:main; hint u:there_is_no_such:main
expect
            hint: did you mean 'caller_of_calls'?
            hint: did you mean 'bin/caller_of_calls'?
            hint: did you mean 'D/bin/caller_of_calls'?
            hint: give its path: uprobe:/path/to/there_is_no_such:main
---
name    P26: a library by name is the one that the process of -p has mapped: of its own root directory, or a file that was replaced since
needs   root tool:gcc
sh      printf '%s\n' '#include <unistd.h>' 'int main(void) { char c; read(0, &c, 1); return getppid() + getppid() + getppid() == 0; }' >p.c; mkdir r; gcc -O1 -w -o r/p p.c; for f in $(ldd r/p | grep -o '/[^ ]*'); do mkdir -p r/$(dirname $f); cp $f r/$f; done; l=$(find $PWD/r -name libc.so.6); mkfifo in1 in2
        count() { $SONDE -q -p $p -e 'uprobe:libc:getppid { @[probe] = count(); }' -l | sed "s|$PWD|D|; s|D/.*/libc|D/LIB/libc|; s|map_files/[^:]*|map_files/LIB|; s|/$p/|/P/|"; $SONDE -q --unsafe -p $p -e "uprobe:libc:getppid { @ = count(); } begin { system(\"echo >$1\"); }" | grep @; }
        start() { chroot r /p <$1 & p=$!; }
        loaded() { [ "$(cat /proc/$p/comm)" = p ] && grep -q libc.so.6 /proc/$p/maps; }
        start in1; exec 8>in1; until loaded; do sleep 0.01; done; count in1; exec 8>&-; wait
        start in2; exec 8>in2; until loaded; do sleep 0.01; done; cp $l new; mv new $l; count in2; exec 8>&-; wait
expect
        uprobe:D/LIB/libc.so.6:getppid
        @: 3
        uprobe:/proc/P/map_files/LIB:getppid
        @: 3
