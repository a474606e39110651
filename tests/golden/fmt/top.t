flags   format
prog
        #!/usr/bin/env sonde
        #include <linux/sched.h>
        #define ADD(a, b) \
            ((a) +    (b))
        #ifdef NEVER
        what {ever   stands here
        #endif
        struct foo{int a;char*b;unsigned x:3;struct{int c;}d;enum e{A,B=2,}ee;int(*fn)(int,void*);char name[16][2];const struct list_head **p;}__attribute__((packed));
        enum color { RED = 1 << 2, GREEN };
        typedef unsigned long word_t;
        struct empty {}

        config={max_map_keys=10;missing_probes=warn}
        import"x.bt";


        let@x=lruhash(100);
        macro add(a,$b,@c){$b+=a;@c[1]=$b}
        fn f($a:int64,$p:struct task_struct*):bool{return $a>-1&&$p->pid==(int32)-3;}
        fn g( ) : void {}
        name=kprobe:vfs_read,kprobe:"a b,c{",tracepoint:*:sys_enter_* , /pid==1&& *(int32*)arg0>3/{}
        kprobe:f / *$p /{}
        kprobe:$1{}
layout
        #!/usr/bin/env sonde
        #include <linux/sched.h>
        #define ADD(a, b) \
            ((a) +    (b))
        #ifdef NEVER
        what {ever   stands here
        #endif
        struct foo {
        	int a;
        	char *b;
        	unsigned x : 3;
        	struct {
        		int c;
        	} d;
        	enum e {
        		A,
        		B = 2,
        	} ee;
        	int (*fn)(int, void *);
        	char name[16][2];
        	const struct list_head **p;
        } __attribute__((packed));
        enum color {
        	RED = 1 << 2,
        	GREEN
        };
        typedef unsigned long word_t;
        struct empty {}

        config = {
        	max_map_keys = 10;
        	missing_probes = warn
        }
        import "x.bt";

        let @x = lruhash(100);
        macro add(a, $b, @c) {
        	$b += a;
        	@c[1] = $b
        }
        fn f($a : int64, $p : struct task_struct *) : bool {
        	return $a > -1 && $p->pid == (int32)-3;
        }
        fn g() : void {}
        name=kprobe:vfs_read,
        kprobe:"a b,c{",
        tracepoint:*:sys_enter_*,
        /pid == 1 && *(int32 *)arg0 > 3/
        {}
        kprobe:f
        / *$p/
        {}
        kprobe:$1 {}
