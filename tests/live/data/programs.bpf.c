/* tests/live/data/programs.bpf.c - programs that come with an imported object, and functions by which scripts see what they did (spec_09_reuse.t).
 * The objects beside it are made by:
 *   clang -target bpf -mcpu=v3 -O2 -g -c programs.bpf.c && llvm-strip -g programs.bpf.o
 *   clang -DFUNCTIONS -target bpf -mcpu=v3 -O2 -g -c programs.bpf.c -o kernel_functions.bpf.o && llvm-strip -g kernel_functions.bpf.o */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define NUMBER(name, n) int (*name)[n]
#define GETPPID 110     /* of x86-64 */

static s64 (*get_current_comm)(void *to, u32 size) = (void *)16;
static void *(*map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*loop)(u32 n, void *function, void *context, u64 flags) = (void *)181;

struct {
	NUMBER(type, 2);
	NUMBER(max_entries, 8);
	u32 *key;
	s64 *value;
} runs SEC(".maps");
static volatile s64 step = 1, sum;

static __attribute__((noinline)) int is_workload(void)
{
	char comm[16] = {0};

	get_current_comm(comm, sizeof(comm));
	return comm[0] == 'c' && comm[1] == 'a' && comm[2] == 'l' && comm[3] == 'l' && comm[4] == 's' && !comm[5];
}

static void count(u32 program)
{
	s64 *n = map_lookup_elem(&runs, &program);

	if (n)
		__sync_fetch_and_add(n, 1);
}

s64 runs_of(u32 program)
{
	s64 *n = map_lookup_elem(&runs, &program);

	return n ? *n : -1;
}

s64 sum_of_steps(void)
{
	return sum;
}

void set_step(s64 to)
{
	step = to;
}

#ifdef FUNCTIONS
struct pt_regs {
	unsigned long di, ax;
} __attribute__((preserve_access_index));

/* write() of so many bytes gives as many */
SEC("kprobe/vfs_write") int write_begins(struct pt_regs *ctx)
{
	if (is_workload())
		count(0);
	return 1;
}

SEC("kretprobe/vfs_write") int write_ends(struct pt_regs *ctx)
{
	if (is_workload() && ctx->ax == 5000)
		count(1);
	return 1;
}

SEC("kprobe.multi/ksys_writ?") int multi(struct pt_regs *ctx)
{
	if (is_workload())
		count(2);
	return 1;
}

SEC("fentry/vfs_write") int write_entered(u64 *ctx)
{
	if (is_workload() && ctx[2] == 5000)
		count(3);
	return 0;
}

SEC("fexit/vfs_write") int write_left(u64 *ctx)
{
	if (is_workload() && ctx[2] == 5000 && ctx[4] == 5000)
		count(4);
	return 0;
}
#else
struct sys_enter {
	u64 common;
	int number;
};
struct sys_exit {
	u64 common;
	s64 number, result;
};
struct pt_regs {
	unsigned long orig_ax;
} __attribute__((preserve_access_index));

SEC("tracepoint/syscalls/sys_enter_getppid") int enter(struct sys_enter *ctx)
{
	if (!is_workload() || ctx->number != GETPPID)
		return 0;
	count(0);
	__sync_fetch_and_add(&sum, step);
	return 0;
}

static long add(u32 i, s64 *to)
{
	*to += i;
	return 0;
}

/* what a program returns has no effect */
SEC("tp/syscalls/sys_exit_getppid") int leave(struct sys_exit *ctx)
{
	s64 six = 0;

	loop(4, add, &six, 0);
	if (is_workload() && ctx->result > 0 && six == 6)
		count(1);
	return 1;
}

SEC("raw_tp/sys_enter") int raw_enter(u64 *ctx)
{
	if (is_workload() && ctx[1] == GETPPID)
		count(2);
	return 0;
}

SEC("tp_btf/sys_exit") int typed_leave(u64 *ctx)
{
	struct pt_regs *registers = (void *)ctx[0];

	if (is_workload() && registers->orig_ax == GETPPID && (s64)ctx[1] > 0)
		count(3);
	return 0;
}

/* two programs of one section */
SEC("tp_btf/sys_exit") int typed_leave_too(u64 *ctx)
{
	if (is_workload())
		count(4);
	return 0;
}

SEC("?tp/syscalls/sys_enter_getppid") int left_out(void *ctx)
{
	count(5);
	return 0;
}
#endif

char LICENSE[] SEC("license") = "GPL";
