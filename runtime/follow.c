/* runtime/follow.c - keeps the set of traced processes where it cannot be late: in the kernel, as
 * processes start and end.  Owns three small programs and the memory they count in.  Called by
 * runtime/traced.c.
 *
 *        fork  runs before the child does: its bit becomes that of its parent.  So a number that is
 *              used again never has the bit of the process that had it before, and the bit can stay
 *              when a process ends: whatever it does to its last moment is traced.
 *        exit  counts the living ones; the last one wakes us.
 *        walk  goes over the processes that are there already: marks one by its descriptor, or
 *              those whose parent is marked.
 *
 * There is one bit for each number that a process can have, so the set is never full. */
#include "runtime/follow.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stddef.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/machine.h"
#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"

/* Passes over all processes, one for each generation that there is, until one finds nothing new. */
#define MOST_PASSES 1000

struct follow_memory {
	/* traced processes that have not ended, and 1 while we are looking for more */
	uint64_t living;
	uint64_t found;         /* by the walk */
	uint64_t unconditional; /* the walk marks what it visits, whatever the parent */
	/* traced ones that have not ended, as in struct image_processes */
	uint64_t alive[PROCESS_LIMIT / 64];
};

/* Where the kernel keeps what the programs read. */
struct offsets {
	int pid, tgid, signal, live, parent;
};

/* Writing programs: registers 1 to 5 are free for each step, 6 to 9 are the program's own. */

#define MOST_INSNS 128
#define MOST_LEAVES 8

struct code {
	struct bpf_insn insns[MOST_INSNS];
	uint32_t count;
	uint32_t leaves[MOST_LEAVES];   /* jumps to the end */
	uint32_t leave_count;
	int processes, memory, ring;    /* maps */
	struct offsets at;
};

static void emit(struct code *c, unsigned op, unsigned dst, unsigned src, int off, int32_t imm)
{
	c->insns[c->count++] = (struct bpf_insn){
		.code = (uint8_t)op,
		.dst_reg = dst & 0xf,
		.src_reg = src & 0xf,
		.off = (int16_t)off,
		.imm = imm,
	};
}

static void load(struct code *c, unsigned dst, unsigned src, int off, unsigned size)
{
	emit(c, BPF_LDX | BPF_MEM | size, dst, src, off, 0);
}

static void move(struct code *c, unsigned dst, unsigned src)
{
	emit(c, BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0);
}

static void set(struct code *c, unsigned dst, int32_t value)
{
	emit(c, BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, value);
}

static void apply(struct code *c, unsigned op, unsigned dst, unsigned src)
{
	emit(c, BPF_ALU64 | op | BPF_X, dst, src, 0, 0);
}

static void apply_number(struct code *c, unsigned op, unsigned dst, int32_t value)
{
	emit(c, BPF_ALU64 | op | BPF_K, dst, 0, 0, value);
}

/* BPF_FETCH in `op`: src becomes what was there before. */
static void atomically(struct code *c, int32_t op, unsigned address, unsigned src)
{
	emit(c, BPF_STX | BPF_ATOMIC | BPF_DW, address, src, 0, op);
}

static void call(struct code *c, int32_t helper)
{
	emit(c, BPF_JMP | BPF_CALL, 0, 0, 0, helper);
}

static void map_address(struct code *c, unsigned dst, unsigned how, int map, size_t offset)
{
	emit(c, BPF_LD | BPF_IMM | BPF_DW, dst, how, 0, map);
	emit(c, 0, 0, 0, 0, (int32_t)offset);
}

static void memory_address(struct code *c, unsigned dst, size_t offset)
{
	map_address(c, dst, BPF_PSEUDO_MAP_VALUE, c->memory, offset);
}

/* A jump that goes to where land() is called for it. */
static uint32_t jump_if(struct code *c, unsigned op, unsigned reg, int32_t value)
{
	emit(c, BPF_JMP | op | BPF_K, reg, 0, 0, value);
	return c->count - 1;
}

static void land(struct code *c, uint32_t jump)
{
	c->insns[jump].off = (int16_t)(c->count - jump - 1);
}

static void leave_if(struct code *c, unsigned op, unsigned reg, int32_t value)
{
	c->leaves[c->leave_count++] = jump_if(c, op, reg, value);
}

static void finish(struct code *c)
{
	for (uint32_t i = 0; i < c->leave_count; i++)
		land(c, c->leaves[i]);
	set(c, 0, 0);
	emit(c, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* r2: offset of the word of process `number` in a set; r3: its bit there. */
static void find_bit(struct code *c, unsigned number)
{
	move(c, 2, number);
	apply_number(c, BPF_RSH, 2, 6);
	apply_number(c, BPF_AND, 2, PROCESS_LIMIT / 64 - 1);
	apply_number(c, BPF_LSH, 2, 3);
	move(c, 4, number);
	apply_number(c, BPF_AND, 4, 63);
	set(c, 3, 1);
	apply(c, BPF_LSH, 3, 4);
}

/* r5: address of the word that find_bit() found, among the traced processes. */
static void traced_word(struct code *c)
{
	map_address(c, 5, BPF_PSEUDO_MAP_VALUE, c->processes, 0);
	apply(c, BPF_ADD, 5, 2);
}

static void alive_word(struct code *c)
{
	memory_address(c, 5, offsetof(struct follow_memory, alive));
	apply(c, BPF_ADD, 5, 2);
}

/* dst: the bit in the word at r5. */
static void test_bit(struct code *c, unsigned dst)
{
	load(c, dst, 5, 0, BPF_DW);
	apply(c, BPF_AND, dst, 3);
}

static void count(struct code *c, size_t member)
{
	memory_address(c, 5, member);
	set(c, 1, 1);
	atomically(c, BPF_ADD, 5, 1);
}

/* r1: how many threads of the task's process have not ended. */
static void load_threads(struct code *c, unsigned task)
{
	load(c, 1, task, c->at.signal, BPF_DW);
	load(c, 1, 1, c->at.live, BPF_W);
}

/* Process r7 has ended; leaves when it is not, or was not alive by what we know.  r1: how many were
 * alive. */
static void take_from_living(struct code *c)
{
	find_bit(c, 7);
	alive_word(c);
	test_bit(c, 1);
	leave_if(c, BPF_JEQ, 1, 0);
	move(c, 1, 3);
	apply_number(c, BPF_XOR, 1, -1);
	atomically(c, BPF_AND | BPF_FETCH, 5, 1);
	apply(c, BPF_AND, 1, 3);
	leave_if(c, BPF_JEQ, 1, 0);
	memory_address(c, 5, offsetof(struct follow_memory, living));
	set(c, 1, -1);
	atomically(c, BPF_ADD | BPF_FETCH, 5, 1);
}

/* sched_process_fork(parent, child), before the child is woken. */
static void write_fork(struct code *c)
{
	uint32_t stranger;

	load(c, 6, 1, 8, BPF_DW);
	load(c, 7, 6, c->at.tgid, BPF_W);
	load(c, 8, 6, c->at.pid, BPF_W);
	apply(c, BPF_SUB, 8, 7);
	leave_if(c, BPF_JNE, 8, 0);     /* a thread of the process that there is */
	call(c, BPF_FUNC_get_current_pid_tgid);
	apply_number(c, BPF_RSH, 0, 32);
	find_bit(c, 0);
	traced_word(c);
	test_bit(c, 9);
	find_bit(c, 7);
	traced_word(c);
	stranger = jump_if(c, BPF_JEQ, 9, 0);
	atomically(c, BPF_OR, 5, 3);
	alive_word(c);
	atomically(c, BPF_OR, 5, 3);
	count(c, offsetof(struct follow_memory, living));
	set(c, 0, 0);
	emit(c, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	land(c, stranger);
	test_bit(c, 1);
	leave_if(c, BPF_JEQ, 1, 0);
	apply_number(c, BPF_XOR, 3, -1);
	atomically(c, BPF_AND, 5, 3);
	finish(c);
}

/* sched_process_exit(task, ...), of each thread. */
static void write_exit(struct code *c)
{
	load(c, 6, 1, 0, BPF_DW);
	load_threads(c, 6);
	leave_if(c, BPF_JNE, 1, 0);
	load(c, 7, 6, c->at.tgid, BPF_W);
	take_from_living(c);
	leave_if(c, BPF_JNE, 1, 1);
	set(c, 1, 0);
	emit(c, BPF_STX | BPF_MEM | BPF_DW, 10, 1, -8, 0);
	map_address(c, 1, BPF_PSEUDO_MAP_FD, c->ring, 0);
	move(c, 2, 10);
	apply_number(c, BPF_ADD, 2, -8);
	set(c, 3, 8);
	set(c, 4, BPF_RB_FORCE_WAKEUP);
	call(c, BPF_FUNC_ringbuf_output);
	finish(c);
}

/* A step of the walk over tasks: struct bpf_iter__task { meta; task }, without a task at its
 * end. */
static void write_walk(struct code *c)
{
	uint32_t marks;

	load(c, 6, 1, 8, BPF_DW);
	leave_if(c, BPF_JEQ, 6, 0);
	load(c, 7, 6, c->at.tgid, BPF_W);
	memory_address(c, 5, offsetof(struct follow_memory, unconditional));
	load(c, 1, 5, 0, BPF_DW);
	marks = jump_if(c, BPF_JNE, 1, 0);
	load(c, 1, 6, c->at.parent, BPF_DW);
	load(c, 8, 1, c->at.tgid, BPF_W);
	find_bit(c, 8);
	traced_word(c);
	test_bit(c, 1);
	leave_if(c, BPF_JEQ, 1, 0);
	land(c, marks);
	load_threads(c, 6);
	leave_if(c, BPF_JEQ, 1, 0);
	find_bit(c, 7);
	traced_word(c);
	atomically(c, BPF_OR, 5, 3);
	alive_word(c);
	move(c, 1, 3);
	atomically(c, BPF_OR | BPF_FETCH, 5, 1);
	apply(c, BPF_AND, 1, 3);
	leave_if(c, BPF_JNE, 1, 0);
	count(c, offsetof(struct follow_memory, living));
	count(c, offsetof(struct follow_memory, found));
	/* the exit program may have run before there was anything to take away */
	load_threads(c, 6);
	leave_if(c, BPF_JNE, 1, 0);
	take_from_living(c);
	finish(c);
}

static const struct {
	const char *name;
	void (*write)(struct code *c);
	uint32_t attach_type;
	unsigned kind;
	const char *target;     /* what the kernel's types know it as */
} programs[FOLLOW_PROGRAMS] = {
	[FOLLOW_FORK] = { "follow_fork", write_fork, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF,
		"btf_trace_sched_process_fork" },
	[FOLLOW_EXIT] = { "follow_exit", write_exit, BPF_TRACE_RAW_TP, BTF_KIND_TYPEDEF,
		"btf_trace_sched_process_exit" },
	[FOLLOW_WALK] = { "follow_walk", write_walk, BPF_TRACE_ITER, BTF_KIND_FUNC,
		"bpf_iter_task" },
};

static int make_program(struct follow *f, const struct code *maps, int which)
{
	struct code c = *maps;
	struct bpf_prog_spec spec = {
		.type = BPF_PROG_TYPE_TRACING,
		.attach_type = programs[which].attach_type,
		.insns = c.insns,
		.license = "GPL",
		.name = programs[which].name,
		.attach_btf_id = machine_btf_type(programs[which].kind, programs[which].target),
	};

	programs[which].write(&c);
	spec.insn_count = c.count;
	f->programs[which] = spec.attach_btf_id ? bpf_prog_make(&spec) : -ENOENT;
	if (f->programs[which] < 0 || which == FOLLOW_WALK)
		return MIN_OF(f->programs[which], 0);
	f->links[which] = bpf_call_raw_tracepoint(NULL, f->programs[which]);
	return MIN_OF(f->links[which], 0);
}

static int make_memory(struct follow *f)
{
	struct bpf_map_spec memory = {
		.type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = sizeof(struct follow_memory),
		.max_entries = 1,
		.flags = BPF_F_MMAPABLE,
		.name = "follow",
	};
	struct bpf_map_spec ring = {
		.type = BPF_MAP_TYPE_RINGBUF,
		.max_entries = (uint32_t)sysconf(_SC_PAGESIZE),
		.name = "follow_ring",
	};
	void *shared;

	f->memory_map = bpf_map_make(&memory);
	if (f->memory_map < 0)
		return f->memory_map;
	f->ring = bpf_map_make(&ring);
	if (f->ring < 0)
		return f->ring;
	shared = mmap(
		NULL, sizeof(*f->memory), PROT_READ | PROT_WRITE, MAP_SHARED, f->memory_map, 0);
	if (shared == MAP_FAILED)
		return -errno;
	f->memory = shared;
	return 0;
}

static bool find_offsets(struct offsets *at)
{
	*at = (struct offsets){
		.pid = machine_btf_member("task_struct", "pid", NULL),
		.tgid = machine_btf_member("task_struct", "tgid", NULL),
		.signal = machine_btf_member("task_struct", "signal", NULL),
		.live = machine_btf_member("signal_struct", "live", NULL),
		.parent = machine_btf_member("task_struct", "real_parent", NULL),
	};
	return at->pid >= 0 && at->tgid >= 0 && at->signal >= 0 && at->live >= 0 && at->parent >= 0;
}

static const char *option_of(const struct follow *f)
{
	return f->children ? "option '--follow'" : "option '-p' in a pid namespace";
}

int follow_open(struct follow *f, int processes_map, bool children)
{
	struct code c = { .processes = processes_map };
	int err;

	*f = (struct follow){ .children = children,
		.memory_map = -1,
		.ring = -1,
		.programs = { -1, -1, -1 },
		.links = { -1, -1, -1 } };
	if (!find_offsets(&c.at)) {
		log_error("%s: cannot be had: this kernel has no type information about processes",
			option_of(f));
		return -EOPNOTSUPP;
	}
	err = make_memory(f);
	c.memory = f->memory_map;
	c.ring = f->ring;
	for (int i = 0; !err && i < FOLLOW_PROGRAMS; i++)
		if (children || i == FOLLOW_WALK)
			err = make_program(f, &c, i);
	if (err)
		log_error("%s: its programs cannot be loaded: %s", option_of(f), strerror(-err));
	return err;
}

/* Walk to the end: nothing is written, so the first read comes back when it is over. */
static int walk(int link)
{
	int walk = link < 0 ? link : bpf_call_iter_open(link), err = MIN_OF(walk, 0);
	char nothing[16];

	while (!err && read(walk, nothing, sizeof(nothing)) < 0)
		if (errno != EINTR && errno != EAGAIN)
			err = -errno;
	if (walk >= 0)
		close(walk);
	if (link >= 0)
		close(link);
	return err;
}

/* What processes have started before; the fork program does those that they start meanwhile. */
static int walk_generations(struct follow *f)
{
	int err = 0;

	for (unsigned pass = 0; !err && pass < MOST_PASSES; pass++) {
		__atomic_store_n(&f->memory->found, 0, __ATOMIC_SEQ_CST);
		err = walk(bpf_call_iter_link(f->programs[FOLLOW_WALK], 0));
		if (!__atomic_load_n(&f->memory->found, __ATOMIC_SEQ_CST))
			break;
	}
	return err;
}

int follow_start(struct follow *f, const int *pidfds, uint32_t count)
{
	uint64_t living;
	int err = 0;

	/* the set is not empty until we are through, whoever ends meanwhile */
	__atomic_add_fetch(&f->memory->living, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&f->memory->unconditional, 1, __ATOMIC_SEQ_CST);
	for (uint32_t i = 0; !err && i < count; i++) {
		err = walk(bpf_call_iter_process(f->programs[FOLLOW_WALK], pidfds[i]));
		err = err == -ESRCH ? 0 : err;
	}
	__atomic_store_n(&f->memory->unconditional, 0, __ATOMIC_SEQ_CST);
	if (!err && f->children)
		err = walk_generations(f);
	living = __atomic_sub_fetch(&f->memory->living, 1, __ATOMIC_SEQ_CST);
	if (err)
		log_error("%s: the processes cannot be found in the kernel: %s", option_of(f),
			strerror(-err));
	return err ? err : living > 0;
}

int follow_fd(const struct follow *f)
{
	return f->ring;
}

void follow_close(struct follow *f)
{
	if (f->memory)
		munmap(f->memory, sizeof(*f->memory));
	for (int i = 0; i < FOLLOW_PROGRAMS; i++) {
		if (f->links[i] >= 0)
			close(f->links[i]);
		if (f->programs[i] >= 0)
			close(f->programs[i]);
	}
	if (f->ring >= 0)
		close(f->ring);
	if (f->memory_map >= 0)
		close(f->memory_map);
	f->memory = NULL;
}
