name    fields of a program's own struct through an uprobe
prog
        #include <stdint.h>
        #define CORNERS 3
        struct corner { short x, y; };
        struct shape {
        	char kind;
        	long area;
        	unsigned int visible : 1, layer : 7, color : 24;
        	struct corner corners[CORNERS];
        	union { uint64_t id; struct { uint32_t low, high; }; };
        	const char *name;
        	struct shape *next;
        	char label[12];
        	int (*draw)(void);
        } __attribute__((packed));
        uprobe:$1:shapes_take {
        	$s = (struct shape *)arg0;
        	printf("%d %d %d %d %x\n", $s->kind, $s->area, $s->visible, $s->layer, $s->color);
        	printf("%d %d %d\n", $s->corners[0].y, $s->corners[2].x, ((struct shape *)arg0)->corners[CORNERS - 1].y);
        	printf("%x %x %x\n", $s->id, $s->low, $s->high);
        	printf("%s|%s|%d\n", str($s->name), $s->label, $s->draw == 0);
        	printf("%d %d %d\n", $s->next->kind, $s->next->area, $s->next->layer);
        	exit();
        }
args    $TESTBIN/shapes
run     $TESTBIN/shapes
expect
        97 1099511627776 1 99 abcdef
        -2 5 -6
        1122334455667788 55667788 11223344
        first shape|labelled|1
        98 -7 3
---
name    sizes and offsets are the program's
prog
        struct corner { short x, y; };
        struct shape {
        	char kind;
        	long area;
        	unsigned int visible : 1, layer : 7, color : 24;
        	struct corner corners[3];
        	union { uint64 id; struct { u32 low, high; }; };
        	const char *name;
        	struct shape *next;
        	char label[12];
        	int (*draw)(void);
        } __attribute__((packed));
        begin {
        	printf("%d %d %d %d\n", sizeof(struct shape), offsetof(struct shape, corners), offsetof(struct shape, high),
        	       offsetof(struct shape, label));
        	exit();
        }
after   test "$($TESTBIN/shapes sizes)" = "$(cat $OUT)"
---
name    a script's definition takes the place of the kernel's of that name only
needs   btf
prog
        struct list_head { char first; struct list_head *second; };
        enum mine { MINE_A = 3, MINE_B };
        typedef struct list_head heads[2];
        struct holder { struct task_struct *task; struct list_head head; };
        begin {
        	printf("%d %d %d %d\n", sizeof(struct list_head), sizeof(heads), offsetof(struct list_head, second), MINE_B);
        	printf("%d\n", sizeof(struct task_struct) > 1000);
        	exit();
        }
expect
        16 32 8 4
        1
---
name    the kernel's memory through a struct of the script
needs   btf
prog
        struct first { struct task_struct *task; };
        struct part { char comm[16]; };
        begin {
        	$t = (struct task_struct *)curtask;
        	$p = (struct part *)((uint64)$t + offsetof(struct task_struct, comm));
        	printf("%d\n", $p->comm == $t->comm);
        	printf("%d\n", $p->comm == comm);
        	exit();
        }
expect
        1
        1
---
name    macros, conditions and constants of headers that need not be there
prog
        #include <linux/fs.h>
        #include <linux/none_such.h>
        #include <sys/socket.h>
        #ifndef BPFTRACE_HAVE_BTF
        #define FAMILY AF_INET6 + \
        	0
        #else
        #define FAMILY AF_INET6
        #endif
        #define TWICE (FAMILY * 2)
        #define WHO comm
        begin {
        	printf("%d %d %d\n", FAMILY, TWICE, SOCK_STREAM | SOCK_CLOEXEC);
        	printf("%d %d %d\n", O_CREAT, EAGAIN, WHO == comm);
        #if TWICE > 10 && defined(__linux__)
        	exit();
        #endif
        }
expect
        10 20 524289
        64 11 1
---
name    headers from -I and --include, with macros and functions in them
sh
        mkdir inc && printf '#pragma once\n#include "b.h"\nstatic inline int f(int x) { return x; }\nextern void g(void);\nthis is no C;\n' > inc/a.h &&
        printf 'struct pair { b_t one, two; };\n#define PAIRS (sizeof(struct pair) / sizeof(b_t))\n' >> inc/a.h &&
        printf 'typedef unsigned short b_t;\n#define TWO(x) ((x) + (x))\nenum { EIGHT = TWO(TWO(2)) };\n' > inc/b.h &&
        printf '#define FIRST 41\n' > first.h &&
        $SONDE -q -I inc --include first.h -e '#include <a.h>
        begin { printf("%d %d %d %d\n", FIRST + 1, sizeof(struct pair), PAIRS, EIGHT); exit(); }'
expect  42 4 2 8
---
name    a struct of the kernel, defined again by the script, behind an argument of a kernel function
needs   kprobe btf
prog
        #include <linux/path.h>
        #include <linux/dcache.h>
        struct vfsmount;
        struct path { struct vfsmount *mnt; struct dentry *where; };
        kprobe:vfs_open /comm == "cat"/ {
        	$name = str(((struct path *)arg0)->where->d_name.name);
        	if ($name == "wanted-by-the-test") { @opened = 1; }
        }
run     echo text > wanted-by-the-test; cat wanted-by-the-test > out
expect-re ^@opened: 1$
---
name    mistakes in headers of one's own are told with the header's line
sh
        printf '#define A 1\n#if A\n#error not for this one\n#endif\n#include "none.h"\n#if 1\n' > own.h
        $SONDE --include own.h -e 'begin { }' 2>&1
        printf '#include "own.h"\nbegin { }\n' > own.bt; $SONDE own.bt 2>&1
        printf '#include "round.h"\n' > round.h; $SONDE --include round.h -e 'begin { }' 2>&1
        mkdir directory; ! $SONDE -I . -e '#include <directory>
        begin { }' 2>&1
expect  sonde: error: own.h:3: not for this one
        sonde: error: own.h:5: the header 'none.h' is not installed
        sonde: error: own.h:6: '#if' has no '#endif'
            hint: close it with '#endif'
        own.bt:1:10: error: own.h:3: not for this one
            #include "own.h"
                     ^~~~~~~
        sonde: error: the header cannot be read: more than 60 headers in one another, or 5000 in all
        <arg>:1:10: error: the header 'directory' is not installed
            #include <directory>
                     ^~~~~~~~~~~
            hint: option '-I' names a directory where headers are
