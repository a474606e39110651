/* tests/live/data/functions.bpf.c - functions that scripts call (spec_09_reuse.t) and that the helper c_functions.c computes with natively.  The
 * object beside it is made by:
 *   clang -target bpf -mcpu=v3 -O2 -g -c functions.bpf.c && llvm-strip -g functions.bpf.o */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;
typedef short s16;

#ifdef __bpf__
#define CALLED __attribute__((noinline))
#else
#define CALLED __attribute__((unused)) static
#endif

enum colour { RED = 3, GREEN, BLUE = 7 };

static const u32 powers[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
static u64 calls;
static volatile u64 seed = 40;

static __attribute__((noinline)) u64 mix(u64 a, u64 b)
{
	return (a ^ (b << 7)) * 31 + (a >> 3);
}

CALLED int add(int a, int b)
{
	return a + b;
}

CALLED u64 hash(u64 a, u64 b)
{
	return mix(a, b) + mix(b, a);
}

CALLED u32 power(u32 i)
{
	return powers[i & 7];
}

CALLED signed char narrow(s64 v)
{
	return (signed char)v;
}

CALLED _Bool odd(u8 v)
{
	return v & 1;
}

CALLED enum colour next_colour(enum colour c)
{
	return c == RED ? GREEN : BLUE;
}

CALLED void bump(int *p)
{
	*p = *p - 5;
}

CALLED u64 next(void)
{
	return seed + ++calls;
}

CALLED s64 five(s64 a, s16 b, u8 c, u32 d, s64 e)
{
	return a + b * 2 + c * 3 + d * 5 + e * 7;
}

CALLED int length(const char *s)
{
	int n = 0;

	for (int i = 0; i < 8 && s[i]; i++)
		n++;
	return n;
}

#ifdef __bpf__
static void *(*map_lookup_elem)(void *map, const void *key) = (void *)1;
static s64 (*map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*loop)(u32 n, void *function, void *context, u64 flags) = (void *)181;

/* the order and the number of members are not the kernel's */
struct task_struct {
	char comm[16];
	int tgid;
} __attribute__((preserve_access_index));
struct task_struct___odd {
	int no_such_member;
} __attribute__((preserve_access_index));

#define MAPS __attribute__((section(".maps")))
#define NUMBER(name, n) int (*name)[n]
struct pair {
	s64 first, second;
};
struct {
	NUMBER(type, 1);
	NUMBER(max_entries, 2);
	u32 *key;
	struct pair *value;
} pairs MAPS;
struct {
	NUMBER(type, 2);
	NUMBER(max_entries, 4);
	NUMBER(key_size, 4);
	NUMBER(value_size, 8);
} numbers MAPS;
struct {
	NUMBER(type, 6);
	NUMBER(max_entries, 3);
	u32 *key;
	u64 *value;
} by_cpu MAPS;
struct {
	NUMBER(type, 27);
	NUMBER(max_entries, 4096);
} ring MAPS;
int nowhere(int a) __attribute__((section(".ksyms")));

CALLED u64 value_of(void *map, u64 key)
{
	u64 *v = map_lookup_elem(map, &key);

	return v ? *v : 99;
}

CALLED int tgid_of(struct task_struct *t)
{
	int v = -1;

	probe_read_kernel(&v, sizeof(v), &t->tgid);
	return v;
}

CALLED int second_of(struct task_struct *t)
{
	char v = -1;

	probe_read_kernel(&v, sizeof(v), &t->comm[1]);
	return v;
}

static long add_up(u32 i, u64 *sum)
{
	*sum += i;
	return 0;
}

CALLED u64 sum_below(u32 n)
{
	u64 sum = 0;

	loop(n, add_up, &sum, 0);
	return sum;
}

CALLED int missing_member(struct task_struct___odd *t)
{
	int v = -1;

	probe_read_kernel(&v, sizeof(v), &t->no_such_member);
	return v;
}

CALLED int missing_function(int a)
{
	return nowhere(a);
}

/* What the helper says: 0, or -E2BIG for a third key.  It is an int before Linux 6.4. */
CALLED int remember(u32 k, s64 first, s64 second)
{
	struct pair p = {first, second};

	return (int)map_update_elem(&pairs, &k, &p, 0);
}

CALLED s64 second_of_pair(u32 k)
{
	struct pair *p = map_lookup_elem(&pairs, &k);

	return p ? p->second : -1;
}

CALLED s64 add_to_number(u32 k, s64 v)
{
	s64 *n = map_lookup_elem(&numbers, &k);

	return n ? *n += v : -1;
}

CALLED s64 count_by_cpu(u32 k)
{
	u64 *n = map_lookup_elem(&by_cpu, &k);

	return n ? (s64)++*n : -1;
}

CALLED int uses_ring(int k)
{
	return map_lookup_elem(&ring, &k) != 0;
}

CALLED void *gives_pointer(void)
{
	return 0;
}

#endif
