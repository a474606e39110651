/* tests/unit/probes_attach.c - programs that the providers attach to real events: they run as often
 * as the events were made. */
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/btf.h"
#include "tests/unit/probe_plan.h"

static int bpf(int command, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int make_counter(void)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8, .max_entries = 1
	};

	return bpf(BPF_MAP_CREATE, &attr);
}

static uint64_t read_counter(int map)
{
	uint32_t key = 0;
	uint64_t value = 0;
	union bpf_attr attr = {
		.map_fd = (uint32_t)map,
		.key = (uint64_t)(uintptr_t)&key,
		.value = (uint64_t)(uintptr_t)&value,
	};

	assert_int_equal(bpf(BPF_MAP_LOOKUP_ELEM, &attr), 0);
	return value;
}

/* Counts the runs in this process: "if (pid == ours) add 1 to the map's entry; return 0". */
static int load_counting(const struct probe_plan *p, int map)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_get_current_pid_tgid },
		{ .code = BPF_ALU64 | BPF_RSH | BPF_K, .dst_reg = 0, .imm = 32 },
		{ .code = BPF_JMP | BPF_JNE | BPF_K, .dst_reg = 0, .off = 4, .imm = getpid() },
		{
			.code = BPF_LD | BPF_DW | BPF_IMM,
			.dst_reg = 1,
			.src_reg = BPF_PSEUDO_MAP_VALUE,
			.imm = map,
		},
		{ 0 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 2, .imm = 1 },
		{
			.code = BPF_STX | BPF_DW | BPF_ATOMIC,
			.dst_reg = 1,
			.src_reg = 2,
			.imm = BPF_ADD,
		},
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = p->prog_type,
		.expected_attach_type = p->attach_type,
		.attach_btf_id = p->attach_btf_id,
		.insns = (uint64_t)(uintptr_t)insns,
		.insn_cnt = ARRAY_SIZE(insns),
		.license = (uint64_t)(uintptr_t) "GPL",
	};

	return bpf(BPF_PROG_LOAD, &attr);
}

__attribute__((noinline)) int probes_attach_sample(int x);
int probes_attach_sample(int x)
{
	__asm__ volatile("");
	return x * 3;
}

static void do_getppid(void)
{
	syscall(SYS_getppid);
}

static void do_sample(void)
{
	probes_attach_sample(1);
}

static void do_nothing(void)
{
}

static void pin_to(int cpu)
{
	uint64_t mask = 1ull << cpu;

	syscall(SYS_sched_setaffinity, 0, sizeof(mask), &mask);
}

#define TIMES 500

static uint64_t count_hits(
	const char *probe, const char *field, const int32_t *pids, void (*act)(void))
{
	struct probe_carries c;
	struct probe_plan p;
	struct listing l = { 0 };
	struct probe_error err;
	struct attachment attachment = { 0 };
	int map = make_counter();

	assert_true(map >= 0);
	plan_one(probe, field, &c, &p);
	assert_int_equal(list(probe, &l, &err), 0);
	int prog = load_counting(&p, map);

	assert_true(prog >= 0);
	struct attach_request req = {
		.prog_fd = prog,
		.text = l.last.text,
		.target_text = { p.target_text[0], p.target_text[1] },
		.pids = pids,
		.pid_count = pids ? 1 : 0,
	};

	memcpy(req.target_number, p.target_number, sizeof(req.target_number));
	if (l.last.provider->attach(&req, &attachment, &err))
		fail_msg("%s", err.message);
	uint64_t before = read_counter(map);

	for (int cpu = 0; cpu < 2; cpu++) {
		pin_to(cpu);
		for (int i = 0; i < TIMES; i++)
			act();
	}
	uint64_t hits = read_counter(map) - before;

	attachment_close(&attachment);
	assert_int_equal(attachment.count, 0);
	close(prog);
	close(map);
	return hits;
}

static void need_root(void)
{
	uint64_t dev, ino;

	if (geteuid() || !machine_initial_pid_namespace(&dev, &ino)) {
		print_message("needs root, in the first pid namespace\n");
		skip();
	}
}

/* Every event once, on whichever CPU; the two reads of the counter are a system call each, of which
 * one falls between them. */
static void test_attach_tracepoints(void **state)
{
	(void)state;
	need_root();
	TRACEFS_OR_SKIP();
	uint64_t quiet_raw = count_hits("t:raw_syscalls:sys_enter", NULL, NULL, do_nothing);
	uint64_t quiet_perf = count_hits("t:raw_syscalls:sys_enter", "args", NULL, do_nothing);

	/* the calls of pin_to() and of read_counter() */
	assert_int_equal(quiet_raw, 3);
	assert_int_equal(quiet_perf, 3);
	assert_int_equal(count_hits("t:raw_syscalls:sys_enter", NULL, NULL, do_getppid),
		quiet_raw + 2 * TIMES);
	assert_int_equal(count_hits("t:raw_syscalls:sys_enter", "args", NULL, do_getppid),
		quiet_perf + 2 * TIMES);
	if (kernel_btf())
		assert_int_equal(count_hits("t:raw_syscalls:sys_exit", "id", NULL, do_getppid),
			3 + 2 * TIMES);
}

static void test_attach_uprobes(void **state)
{
	const int32_t own = getpid(), other = 1;

	(void)state;
	need_root();
	assert_int_equal(count_hits("u:/proc/self/exe:probes_attach_sample", NULL, NULL, do_sample),
		2 * TIMES);
	assert_int_equal(count_hits("ur:/proc/self/exe:probes_attach_sample", NULL, NULL, do_sample),
		2 * TIMES);
	assert_int_equal(count_hits("u:/proc/self/exe:probes_attach_sample", NULL, &own, do_sample),
		2 * TIMES);
	assert_int_equal(
		count_hits("u:/proc/self/exe:probes_attach_sample", NULL, &other, do_sample), 0);
}

static volatile char *next_page;

static void touch_new_page(void)
{
	*next_page = 1;
	next_page += 4096;
}

/* Each fresh page faults once; the reading and pinning around it may cause a few more, and the
 * address sanitizer's shadow an eighth. */
static void test_attach_software(void **state)
{
	const int32_t own = getpid();
	const size_t len = 4096 * 2 * TIMES;

	(void)state;
	need_root();
	for (int i = 0; i < 2; i++) {
		void *pages =
			mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		assert_ptr_not_equal(pages, MAP_FAILED);
		/* refused where there are no huge pages: as good */
		madvise(pages, len, MADV_NOHUGEPAGE);
		next_page = pages;
		assert_in_range(
			count_hits("software:page-faults:1", NULL, i ? &own : NULL, touch_new_page),
			2 * TIMES, 2 * TIMES + 2 * TIMES / 8 + 20);
		munmap(pages, len);
	}
}

static void test_attach_refused(void **state)
{
	struct attachment attachment;
	struct probe_error err;
	struct attach_request req = {
		.prog_fd = -1, .text = "rawtracepoint:x", .target_text = { "x", NULL }
	};

	(void)state;
	assert_int_not_equal(rawtracepoint_provider.attach(&req, &attachment, &err), 0);
	assert_memory_equal(err.message, "probe 'rawtracepoint:x': cannot attach: ", 40);
	assert_int_equal(attachment.count, 0);
	req.target_number[0] = 1000000000;
	req.text = "interval:s:1";
	assert_int_not_equal(interval_provider.attach(&req, &attachment, &err), 0);
	assert_memory_equal(err.message, "probe 'interval:s:1': cannot attach: ", 37);
	assert_int_equal(attachment.count, 0);
	assert_null(attachment.fds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attach_tracepoints),
		cmocka_unit_test(test_attach_uprobes),
		cmocka_unit_test(test_attach_software),
		cmocka_unit_test(test_attach_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
