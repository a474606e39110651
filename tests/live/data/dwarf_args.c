/* Functions with arguments and results of every kind that the calling convention knows; the program prints what it passes and gets, in the words of
 * dwarf_args.probe, and tests/live/dwarf.t compares. */
#include <stdio.h>

enum color { RED, GREEN = 7, BLUE = -2 };
struct pair {
	int a;
	short b;
};
struct two {
	long x;
	int y;
};
struct big {
	long v[4];
	char name[16];
};
struct mixed {
	double d;
	int i;
};
struct node {
	struct node *next;
	char name[13];
	enum color color;
	struct pair pair;
	unsigned low : 3, high : 7;
};
union number {
	int i;
	long l;
};

struct pair global_pair = { 41, -42 };
static long static_count = 99;
struct node *global_node;

/* nothing is known of the callee, and everything is in memory when it runs */
#define OPAQUE __attribute__((noinline, used))
#define TOUCH() __asm__ volatile("" ::: "memory")

OPAQUE int simple(int a, unsigned char b, const char *s, long long c, enum color color)
{
	TOUCH();
	return a - (int)b + (int)c + color + (s[0] != 0);
}

OPAQUE long many(int a, int b, int c, int d, int e, int f, int g, short h, struct big big)
{
	TOUCH();
	return a + b + c + d + e + f + g + h + big.v[3] + big.name[0];
}

OPAQUE int byvalue(struct pair p, struct two t, struct big big, union number n, int last)
{
	TOUCH();
	return p.a + p.b + (int)t.x + t.y + (int)big.v[0] + n.i + last;
}

/* two words do not fit into the last register: they go to the stack, and what follows takes the register */
OPAQUE int spilled(long a, long b, long c, long d, long e, struct two t, int last)
{
	TOUCH();
	return (int)(a + b + c + d + e + t.x) + t.y + last;
}

OPAQUE double floats(double d, int i, float f, struct mixed m, long double ld, int j)
{
	TOUCH();
	return d + i + (double)f + m.i + m.d + (double)ld + j;
}

OPAQUE struct node *pointer(struct node *n, int depth)
{
	TOUCH();
	return depth ? n->next : n;
}

OPAQUE struct pair retpair(int a)
{
	TOUCH();
	return (struct pair){ a, (short)(a + 1) };
}

OPAQUE struct two rettwo(int a)
{
	TOUCH();
	return (struct two){ a, a + 1 };
}

/* the first register says where the result goes */
OPAQUE struct big retbig(int a, int b)
{
	struct big r = { { a, b, 3, 4 }, "big" };

	TOUCH();
	return r;
}

OPAQUE int negative(void)
{
	TOUCH();
	return -5;
}

OPAQUE int globals(int n)
{
	TOUCH();
	static_count += n;
	return global_pair.a + (int)static_count + (global_node ? global_node->low : 0);
}

int main(void)
{
	struct node m = { NULL, "inner", BLUE, { 5, 6 }, 2, 3 }, n = { &m, "outer", GREEN, { 7, -8 }, 5, 100 };
	struct big big = { { 11, 12, 13, 14 }, "bigname" };
	long sum = 0;

	global_node = &n;
	printf("sizes %zu %zu %zu\n", sizeof(struct node), __builtin_offsetof(struct node, pair), sizeof(union number));
	printf("simple -3 200 text -5000000000 -2\n");
	sum += simple(-3, 200, "text", -5000000000ll, BLUE);
	printf("many 6 -7 -8 14 bigname\n");
	sum += many(1, 2, 3, 4, 5, 6, -7, -8, big);
	printf("byvalue 21 -22 31 -32 12 51 77\n");
	sum += byvalue((struct pair){ 21, -22 }, (struct two){ 31, -32 }, big, (union number){ .l = 51 }, 77);
	printf("spilled 5 91 -92 6\n");
	sum += spilled(1, 2, 3, 4, 5, (struct two){ 91, -92 }, 6);
	printf("floats 42 44\n");
	sum += (long)floats(1.5, 42, 2.5f, (struct mixed){ 3.5, 43 }, 1.0L, 44);
	printf("pointer outer -8 inner 5 100 -2 1\n");
	printf("pointer returns inner\n");
	sum += pointer(&n, 1)->color;
	printf("pointer returns %s\n", pointer(&m, 0)->name);
	printf("retpair 61 62\n");
	sum += retpair(61).b;
	printf("rettwo 71 72\n");
	sum += rettwo(71).y;
	printf("retbig 81 82 3 big\n");
	sum += retbig(81, 82).v[1];
	printf("negative -5\n");
	sum += negative();
	printf("globals 41 -42 99 outer 3\n");
	sum += globals(3);
	return sum == 0;
}
