# tests/live/spec_08_c.t - the rows of chapter 8 of the language: C in scripts.
name    C1: types, enumerators and typedefs of the kernel are known without any include
needs   root btf
prog    begin { printf("%d %d %d %d\n", BPF_MAP_TYPE_HASH, sizeof(struct list_head), sizeof(pid_t), sizeof(union bpf_attr) > 100); printf("%s\n", curtask.comm == comm ? "same" : "other"); exit(); }
args    -q
expect
        1 16 4 1
        same
---
name    C1: what is no type of the kernel
sh      "$SONDE" -e 'begin { print(sizeof(struct no_such_struct)); exit(); }'; echo $?
expect  1
stderr-re error: this kernel has no type 'struct no_such_struct'$
---
name    C2: headers of the kernel need not be there, others must
sh      for h in linux/no_such.h net/no_such.h asm/no_such.h uapi/no_such.h trace/no_such.h; do
        	"$SONDE" -q -e "#include <$h>
        begin { print(sizeof(struct list_head)); exit(); }"
        done; "$SONDE" -e '#include <no_such.h>
        begin { exit(); }'; echo $?
expect
        16
        16
        16
        16
        16
        1
stderr
        <arg>:1:10: error: the header 'no_such.h' is not installed
            #include <no_such.h>
                     ^~~~~~~~~~~
            hint: option '-I' names a directory where headers are
---
name    C3: constants of included headers, and those of the kernel's interface that need no header
before  mkdir inc; printf '#define MINE_A 5\n#define MINE_B (MINE_A << 2)\nenum mine { MINE_C = 7, MINE_D };\n' > inc/mine.h
sh      "$SONDE" -q -I inc -e '#include <mine.h>
        begin { printf("%d %d %d\n", MINE_A, MINE_B, MINE_D);
        printf("%d %d %d %d %d %d %d %d %d %d %d %d %d\n", AF_INET6, PF_INET, IPPROTO_TCP, SOCK_STREAM, O_CREAT, S_IFDIR, PROT_WRITE, MAP_ANONYMOUS, CLONE_VM, SIGKILL, ENOENT, MSG_PEEK, EPOLLIN); exit(); }'
expect
        5 20 8
        10 2 6 1 64 16384 2 32 256 9 2 2 1
stderr
---
name    C4: the debug information of the kernel in the place of BTF, given by --btf, or found by its release where there is no BTF
needs   root
sh      printf '%s\n' 'struct mm_struct { long x; int owner; };' 'struct task_struct { int pad[3]; int pid, tgid; struct mm_struct *mm; char comm[16]; };' 'enum pid_type { PIDTYPE_PID, PIDTYPE_MAX = 9 } e;' 'struct task_struct init_task;' 'int main(void) { return init_task.pid + e; }' >k.c
        gcc -g -o vmlinux k.c || exit
        $SONDE --btf=vmlinux -q -e 'struct mine { struct task_struct t; int more; }; begin { print((sizeof(struct task_struct), offsetof(struct task_struct, comm), PIDTYPE_MAX, sizeof(struct mm_struct), sizeof(struct mine))); }'
        $SONDE --btf=vmlinux -lv 'struct task_*'; $SONDE --btf=vmlinux -q -e 'begin { print(sizeof(struct task_strukt)); }' 2>&1 | tail -n 1; strip -g vmlinux; $SONDE --btf=vmlinux -q -e 'begin { }' 2>&1 || :
expect  (48, 32, PIDTYPE_MAX, 16, 56)
        vmlinux: struct task_struct {
        	int pad[3];
        	int pid;
        	int tgid;
        	struct mm_struct *mm;
        	char comm[16];
        };
            hint: did you mean 'struct task_struct'?
        sonde: error: option '--btf': 'vmlinux' cannot be used: it holds neither types in BTF nor debug information
---
name    C4: without BTF headers are read with the same parser; what cannot be read is left out, and using it is an error
needs   own-mounts
before  mkdir inc; printf 'struct good { int a; char b; };\nint broken declaration of nothing @@ ;\nstruct bad { int x; unknown_type y z; };\nstruct good_too { struct good g; short s; };\n' > inc/odd.h
needs   root
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && "$SONDE" -q -I inc -e "#include <odd.h>
        begin { print((sizeof(struct good), sizeof(struct good_too))); exit(); }"; "$SONDE" -I inc -e "#include <odd.h>
        begin { print(sizeof(struct bad)); exit(); }"; echo $?'
expect
        (8, 12)
        1
stderr
        <arg>:2:22: error: 'struct bad' cannot be used: its declaration cannot be read
            begin { print(sizeof(struct bad)); exit(); }
                                 ^~~~~~~~~~
        <arg>:1:10: note: it comes from this header
            #include <odd.h>
                     ^~~~~~~
---
name    C5: declarations of every form, laid out as the C compiler does
prog
        struct nested { char a; struct { short b; long c; } in; union { int d; char e[6]; }; };
        struct bits { unsigned int a : 3; unsigned int b : 5, c : 26; unsigned int : 0; int d : 7; };
        struct arrays { char a[2 + 3]; int b[2][3]; long c[sizeof(int)]; };
        struct flexible { int n; char rest[]; };
        struct pointers { int *p; const char *const *q; int (*fn)(int, void *); volatile int v; };
        struct __attribute__((packed)) packed_before { char a; int b; };
        struct packed_behind { char a; long b; } __attribute__((packed, aligned(2), unused));
        struct __attribute__((aligned(32))) aligned { char a; };
        #pragma pack(push, 2)
        struct two { char a; int b; };
        #pragma pack(pop)
        struct normal { char a; int b; };
        typedef struct normal normal_t, *normal_p;
        enum numbers { ONE = 1, TWO, TEN = 5 * 2, ELEVEN };
        union both { char a; long b; };
        extern int somewhere;
        static inline int twice(int x) { return 2 * x; }
        begin {
        	print((sizeof(struct nested), offsetof(struct nested, in.c), offsetof(struct nested, e)));
        	print((sizeof(struct bits), sizeof(struct arrays), offsetof(struct arrays, c), sizeof(struct flexible), sizeof(struct pointers)));
        	print((sizeof(struct packed_before), sizeof(struct packed_behind), sizeof(struct aligned), sizeof(struct two), sizeof(struct normal)));
        	print((sizeof(normal_t), sizeof(normal_p), sizeof(union both), TWO, ELEVEN));
        	exit();
        }
args    -q
expect
        (32, 16, 24)
        (12, 64, 32, 4, 32)
        (5, 10, 32, 6, 8)
        (8, 8, 8, TWO, ELEVEN)
stderr
---
name    C6: directives, and the names that are defined beforehand
prog
        #define LEVEL 3
        #undef GONE
        #define GONE 1
        #undef GONE
        #if defined(LEVEL) && LEVEL * 2 > 5
        #define A 1
        #elif 1
        #define A 2
        #else
        #define A 3
        #endif
        #ifndef GONE
        #define B 4
        #endif
        #if !defined(BPFTRACE_HAVE_BTF) || !defined(SONDE) || (!defined(__x86_64__) && !defined(__aarch64__))
        #error something is not defined
        #endif
        #ifdef GONE
        this is not read {
        #endif
        #pragma whatever
        begin { print((A, B)); exit(); }
args    -q
expect  (1, 4)
stderr
---
name    C6: #error is one
sh      "$SONDE" -e '#if 1
        #error so it goes
        #endif
        begin { exit(); }'; echo $?
expect  1
stderr-re ^<arg>:2:[0-9]+: error: .*so it goes
---
name    C6: without BTF BPFTRACE_HAVE_BTF is not defined
needs   own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && "$SONDE" -q -e "#ifdef BPFTRACE_HAVE_BTF
        #define X 1
        #else
        #define X 2
        #endif
        begin { print(X); exit(); }"'
expect  2
---
name    C7: the text of a #define is an expression where it is used, and only there
prog
        #define SUM 1 + 2
        #define TWICE (SUM) * 2
        #define WHO comm
        #define NOTHING if while +
        begin { print((SUM * 2, TWICE, WHO == comm)); exit(); }
args    -q
expect  (6, 6, true)
stderr
---
name    C7: a text that is no expression
sh      "$SONDE" -e '#define NOTHING 1 +
        begin { print(NOTHING); exit(); }'; echo $?
expect  1
stderr-re ^<arg>:2:15: error: 
---
name    C8: a #define with parameters may be there but not be used
sh      "$SONDE" -q -e '#define ADD(a, b) ((a) + (b))
        begin { print(1); exit(); }'; "$SONDE" -e '#define ADD(a, b) ((a) + (b))
        begin { print(ADD(1, 2)); exit(); }'; echo $?
expect
        1
        1
stderr-re ^<arg>:2:15: error: .*ADD
stderr-re macro
---
name    C9: a definition of the script takes the place of the kernel's of that name, all others stay
prog    struct list_head { char mine; };
        begin { print((sizeof(struct list_head), sizeof(struct hlist_head), offsetof(struct task_struct, tasks) > 0)); exit(); }
args    -q
expect  (1, 8, true)
stderr
---
name    C10: floats keep their place, cannot be read, and are null when the struct is printed
sh      "$SONDE" -q -e 'struct f { int a; double b; int c; };
        begin { print((sizeof(struct f), offsetof(struct f, c))); exit(); }'; "$SONDE" -e 'struct f { int a; double b; int c; };
        begin { print(((struct f *)curtask)->b); }'; echo $?; "$SONDE" -q -e 'struct f { float a; int b; };
        begin { print(*(struct f *)curtask); exit(); }'
expect-re ^\(24, 16\)$
expect-re ^1$
expect-re ^\{ \.a = null, \.b = -?[0-9]+ \}$
stderr-re ^<arg>:2:[0-9]+: error: .*'b'
---
name    C11: mistakes are told at the line and column of the script
sh      "$SONDE" -e '// first
        struct a { int x; };
        struct b {
        	int y
        	long z;
        };
        begin { exit(); }'; echo $?
expect  1
stderr-re ^<arg>:5:2: error: the definition cannot be read at 'long'
---
name    C12: without BTF what needs the layout of the kernel's types names it and is no mistake of the script
needs   own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf
        "$SONDE" -e "begin { print(curtask.pid); exit(); }"; echo $?
        "$SONDE" -e "begin { print(sizeof(struct task_struct)); exit(); }"; echo $?
        "$SONDE" -e "begin { print(ppid); exit(); }"; echo $?
        "$SONDE" -e "begin { print(pcomm); exit(); }"; echo $?'
expect
        2
        2
        2
        2
stderr-re error: struct task_struct\* cannot be followed: this kernel has no type information$
stderr-re error: 'struct task_struct' cannot be looked up: this kernel has no type information$
stderr-re error: .*'struct task_struct' has 'real_parent'
---
name    C7: a #define that stands for a use of a macro changes the variable that it names
before  printf '#define V id($x)\nmacro id(a) { a }\nbegin { if (pid) { $x = 1; } if (pid) { $x = 2; print(V); } print($x); }\n' >d.probe
sh      $SONDE -q --no-warnings d.probe
expect  2
        2
---
name    C1 C9 C10: types of a traced program: its floats are null and cannot be read, a definition of the script takes the place of its own of that name
needs   root
sh      cat >p.c <<'E'
        struct part { short low, high; };
        typedef struct { int a; double weight; long double most; float each[2]; struct part part; int b; } thing;
        __attribute__((noinline, used)) void f(void *p) { __asm__ volatile("" :: "r"(p) : "memory"); }
        int main(void) { thing t = { 1, 2.5, 3.5, { 4.5, 5.5 }, { 6, -7 }, 8 }; f(&t); return 0; }
        E
        gcc -g -o p p.c; $SONDE -q -e 'uprobe:./p:f { $t = (thing *)arg0; print(*$t); print((sizeof(thing), offsetof(thing, b), $t->part.high, $t->b)); }' -c ./p
        $SONDE -q -e 'struct part { int both; }; uprobe:./p:f { print((((struct part *)arg0)->both, sizeof(struct part), sizeof(thing), offsetof(thing, part.high))); }' -c ./p
        for f in weight most each; do $SONDE -q -e "uprobe:./p:f { print(((thing *)arg0)->$f); }" 2>&1 | head -n 1; done
expect  { .a = 1, .weight = null, .most = null, .each = null, .part = { .low = 6, .high = -7 }, .b = 8 }
        (48, 44, -7, 8)
        (1, 4, 48, 42)
        <arg>:1:39: error: 'weight' cannot be read: values of its type are not known
        <arg>:1:39: error: 'most' cannot be read: values of its type are not known
        <arg>:1:39: error: 'each' cannot be read: values of its type are not known
---
name    C12: a program without debug information: what needs its types names it
needs   root btf
sh      printf '%s\n' 'struct own { int a; } o = { 5 };' '__attribute__((noinline, used)) void f(struct own *p) { __asm__ volatile("" :: "r"(p) : "memory"); }' 'int main(void) { f(&o); return 0; }' >p.c; gcc -o p p.c
        for e in 'sizeof(struct own)' '((struct own *)arg0)->a' 'args.p' 'uaddr("o").a' 'uaddr("o")->a' '*uaddr("o")'; do $SONDE -q -e "uprobe:./p:f { print($e); }" -c ./p 2>&1 | sed -n "s,$PWD,.,; /error/p; /hint: compile/p; /^5/p"; done
        $SONDE -q -e 'struct own { int a; }; uprobe:./p:f { print(((struct own *)arg0)->a); print(((struct own *)uaddr("o"))->a); }' -c ./p
expect  <arg>:1:29: error: this kernel has no type 'struct own', and ./p has no debug information
            hint: compile that with -g, install its debug symbols, or declare the type in the script
        <arg>:1:24: error: this kernel has no type 'struct own', and ./p has no debug information
            hint: compile that with -g, install its debug symbols, or declare the type in the script
        <arg>:1:22: error: 'args' is not available in uprobe probes: there is no debug information
        <arg>:1:33: error: 'a' is no field: uint32 has none
        <arg>:1:34: error: 'a' is no field: uint32 has none
        5
        5
        5
