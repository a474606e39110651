/* tests/unit/probes_plan.c - what the providers find on this kernel and how they would attach to
 * it; listings are compared with the directories of tracefs, offsets of registers with the C
 * library's struct, programs on real events with the number of events made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <asm/ptrace.h>
#include <errno.h>
#include <glob.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/machine.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"

#define TRACEFS_OR_SKIP() do { \
		struct probe_error why; \
		if (!machine_tracefs(&why)) { \
			print_message("%s\n", why.message); \
			skip(); \
		} \
	} while (0)

struct listing {
	struct name_list names;
	struct probe_spec last;
	size_t stop_after;
};

static int collect(const struct probe_spec *spec, void *arg)
{
	struct listing *l = arg;

	name_list_add(&l->names, arena, spec->text);
	l->last = *spec;
	return l->names.count == l->stop_after ? 77 : 0;
}

static int list(const char *text, struct listing *l, struct probe_error *err)
{
	struct probe_spec spec;

	assert_int_equal(probe_parse(text, strlen(text), arena, &spec, err), 0);
	return probe_list(&spec, arena, collect, l, err);
}

/* The number of directories of events that a pattern of the shell finds. */
static size_t events_by_shell(const char *pattern)
{
	struct probe_error err;
	glob_t g = { 0 };
	size_t count = 0;

	if (!glob(arena_printf(arena, "%s/events/%s/id", machine_tracefs(&err), pattern), 0, NULL,
		    &g))
		count = g.gl_pathc;
	globfree(&g);
	return count;
}

static void test_tracepoint_listing(void **state)
{
	static const struct {
		const char *probe, *shell;
	} cases[] = {
		{ "t:*:*", "*/*" },
		{ "t:sched:*", "sched/*" },
		{ "t:syscalls:sys_enter_*", "syscalls/sys_enter_*" },
		{ "t:s*:*wake*", "s*/*wake*" },
		{ "t:sched:sched_switch", "sched/sched_switch" },
		{ "t:raw_syscalls:sys_e[nx]*", "raw_syscalls/sys_e[nx]*" },
	};
	struct probe_error err;

	(void)state;
	TRACEFS_OR_SKIP();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct listing l = { 0 };

		assert_int_equal(list(cases[i].probe, &l, &err), 0);
		assert_int_equal(l.names.count, events_by_shell(cases[i].shell));
		for (size_t n = 1; n < l.names.count; n++)
			if (!strchr(strchr(cases[i].probe, ':') + 1, '*') ||
				!str_starts(cases[i].probe, "t:*"))
				assert_true(strcmp(l.names.items[n - 1], l.names.items[n]) < 0);
	}
	struct listing some = { .stop_after = 2 };

	assert_int_equal(list("t:sched:*", &some, &err), 77);
	assert_int_equal(some.names.count, 2);
}

static void test_no_match(void **state)
{
	static const struct {
		const char *probe, *message, *hint;
		uint32_t start;
	} cases[] = {
		{ "t:sched:sched_swich", "category 'sched' has no tracepoint 'sched_swich'",
			"did you mean 'sched_switch'?", 8 },
		{ "t:shed:sched_switch", "there is no category 'shed' of tracepoints",
			"did you mean 'sched'?", 2 },
		{ "t:sched:zzz*", "no tracepoint matches 'sched:zzz*'", "", 0 },
		{ "software:cpu-clok", "there is no software event 'cpu-clok'",
			"did you mean 'cpu-clock'?", 9 },
		{ "uprobe:no-such-program:f", "there is no program or library 'no-such-program'",
			"give its path: uprobe:/path/to/no-such-program:f", 7 },
	};
	struct probe_error err;

	(void)state;
	TRACEFS_OR_SKIP();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct listing l = { 0 };

		assert_int_equal(list(cases[i].probe, &l, &err), -ENOENT);
		assert_int_equal(err.failure, PROBE_NO_MATCH);
		assert_string_equal(err.message, cases[i].message);
		assert_string_equal(err.hint, cases[i].hint);
		assert_int_equal(err.start, cases[i].start);
		assert_int_equal(l.names.count, 0);
	}
}

static void test_other_listings(void **state)
{
	struct probe_error err;
	struct listing software = { 0 }, timer = { 0 };

	(void)state;
	assert_int_equal(list("software:*", &software, &err), 0);
	assert_int_equal(software.names.count, 11);
	assert_string_equal(software.names.items[0], "software:alignment-faults");
	assert_int_equal(list("interval:1s", &timer, &err), 0);
	assert_int_equal(timer.names.count, 1);
	assert_string_equal(timer.names.items[0], "interval:us:1000000");
}

/* Carries and plan of one exact probe, with the named field used (NULL: none; "*": all). */
static void plan_one(
	const char *text, const char *field, struct probe_carries *carries, struct probe_plan *plan)
{
	struct listing l = { 0 };
	struct probe_error err;
	bool used[64] = { false };

	assert_int_equal(list(text, &l, &err), 0);
	assert_int_equal(l.names.count, 1);
	assert_int_equal(l.last.provider->carries(&l.last, arena, carries, &err), 0);
	for (uint32_t i = 0; field && i < carries->arg_count && i < ARRAY_SIZE(used); i++)
		used[i] = str_eq(field, "*") || str_eq(field, carries->args[i].name);
	struct probe_use use = { .args = field ? used : NULL };

	assert_int_equal(l.last.provider->plan(&l.last, &use, arena, plan, &err), 0);
}

static uint32_t field_index(const struct probe_carries *c, const char *name)
{
	for (uint32_t i = 0; i < c->arg_count; i++)
		if (str_eq(c->args[i].name, name))
			return i;
	fail_msg("no field '%s'", name);
	return 0;
}

static void assert_access(const struct access *a, enum access_kind kind, size_t offset, size_t size)
{
	assert_int_equal(a->kind, kind);
	assert_int_equal(a->pointer_offset, 0);
	assert_int_equal(a->offset, offset);
	assert_int_equal(a->size, size);
}

#ifdef __x86_64__
/* openat(int, const char *, int, umode_t): registers where the headers say, sizes of the declared
 * types. */
static void test_syscall_plan(void **state)
{
	struct probe_carries c;
	struct probe_plan p;

	(void)state;
	TRACEFS_OR_SKIP();
	if (!kernel_btf()) {
		print_message("this kernel has no BTF\n");
		skip();
	}
	plan_one("t:syscalls:sys_enter_openat", "*", &c, &p);
	assert_int_equal(c.arg_count, 5);
	assert_string_equal(p.hook, "btf:sys_enter");
	assert_int_equal(p.prog_type, BPF_PROG_TYPE_TRACING);
	assert_int_equal(p.attach_type, BPF_TRACE_RAW_TP);
	assert_int_equal(
		p.attach_btf_id, machine_btf_type(BTF_KIND_TYPEDEF, "btf_trace_sys_enter"));
	assert_false(p.nests);
	assert_int_equal(p.filter, PROBE_FILTER_TEST);
	assert_true(p.selector.used);
	assert_int_equal(p.selector.value, SYS_openat);
	assert_access(&p.selector.access, ACCESS_CTX, 8, 8);
	assert_access(&p.args[field_index(&c, "dfd")], ACCESS_CTX_PTR_DIRECT,
		offsetof(struct pt_regs, rdi), sizeof(int));
	assert_access(&p.args[field_index(&c, "filename")], ACCESS_CTX_PTR_DIRECT,
		offsetof(struct pt_regs, rsi), 8);
	assert_access(&p.args[field_index(&c, "flags")], ACCESS_CTX_PTR_DIRECT,
		offsetof(struct pt_regs, rdx), sizeof(int));
	assert_access(&p.args[field_index(&c, "mode")], ACCESS_CTX_PTR_DIRECT,
		offsetof(struct pt_regs, r10), 2);
	assert_access(&p.args[field_index(&c, "__syscall_nr")], ACCESS_CTX, 8, 4);
	assert_true(c.args[field_index(&c, "filename")].user);
	assert_false(c.args[field_index(&c, "dfd")].user);
	assert_int_equal(p.skip_compat.kind, ACCESS_CTX_PTR_DIRECT);
	assert_int_equal(p.skip_compat_mask, 2);

	plan_one("t:syscalls:sys_enter_mmap", "*", &c, &p);
	assert_access(&p.args[field_index(&c, "fd")], ACCESS_CTX_PTR_DIRECT,
		offsetof(struct pt_regs, r8), 8);
	assert_access(&p.args[field_index(&c, "off")], ACCESS_CTX_PTR_DIRECT,
		offsetof(struct pt_regs, r9), 8);

	plan_one("t:syscalls:sys_exit_read", "*", &c, &p);
	assert_int_equal(c.arg_count, 2);
	assert_string_equal(p.hook, "btf:sys_exit");
	assert_int_equal(p.selector.value, SYS_read);
	assert_access(
		&p.selector.access, ACCESS_CTX_PTR_DIRECT, offsetof(struct pt_regs, orig_rax), 8);
	assert_access(&p.args[field_index(&c, "ret")], ACCESS_CTX, 8, 8);
	assert_ptr_equal(c.args[field_index(&c, "ret")].type, &type_int64);
}
#endif

/* The cheapest way that the use allows. */
static void test_ways(void **state)
{
	static const struct {
		const char *probe, *field, *hook;
		uint32_t type;
		bool nests;
	} cases[] = {
		{ "t:raw_syscalls:sys_enter", NULL, "raw:sys_enter", BPF_PROG_TYPE_RAW_TRACEPOINT,
			false },
		{ "t:raw_syscalls:sys_enter", "id", "raw:sys_enter", BPF_PROG_TYPE_RAW_TRACEPOINT,
			false },
		{ "t:raw_syscalls:sys_enter", "args", "perf:raw_syscalls:sys_enter",
			BPF_PROG_TYPE_TRACEPOINT, true },
		{ "t:raw_syscalls:sys_exit", "ret", "raw:sys_exit", BPF_PROG_TYPE_RAW_TRACEPOINT,
			false },
		{ "t:sched:sched_switch", NULL, "raw:sched_switch", BPF_PROG_TYPE_RAW_TRACEPOINT,
			true },
		{ "t:sched:sched_switch", "prev_pid", "perf:sched:sched_switch",
			BPF_PROG_TYPE_TRACEPOINT, true },
	};
	struct probe_carries c;
	struct probe_plan p;

	(void)state;
	TRACEFS_OR_SKIP();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		plan_one(cases[i].probe, cases[i].field, &c, &p);
		assert_string_equal(p.hook, cases[i].hook);
		assert_int_equal(p.prog_type, cases[i].type);
		assert_int_equal(p.nests, cases[i].nests);
		assert_int_equal(p.stage, PROBE_STAGE_ATTACH);
		assert_false(p.selector.used);
		assert_int_equal(p.skip_compat.kind, ACCESS_NONE);
	}
}

static void test_rawtracepoint(void **state)
{
	struct probe_carries c;
	struct probe_plan p;

	(void)state;
	if (!kernel_btf()) {
		print_message("this kernel has no BTF\n");
		skip();
	}
	plan_one("rt:sys_enter", "*", &c, &p);
	assert_int_equal(c.arg_count, 2);
	assert_int_equal(c.word_count, 2);
	assert_string_equal(c.args[0].name, "regs");
	assert_string_equal(c.args[0].c_type, "struct pt_regs *");
	assert_string_equal(c.args[1].name, "id");
	assert_ptr_equal(c.args[1].type, &type_int64);
	assert_string_equal(p.hook, "raw:sys_enter");
	assert_access(&p.args[0], ACCESS_CTX, 0, 8);
	assert_access(&p.args[1], ACCESS_CTX, 8, 8);
	assert_access(&p.words[1], ACCESS_CTX, 8, 8);
}

static void test_timers_and_specials(void **state)
{
	struct probe_carries c;
	struct probe_plan p;

	(void)state;
	plan_one("profile:hz:100", NULL, &c, &p);
	assert_int_equal(p.target_number[0], 10000000);
	assert_true(p.timer && p.nests);
	plan_one("software:minor-faults", NULL, &c, &p);
	assert_int_equal(p.target_number[0], PERF_COUNT_SW_PAGE_FAULTS_MIN);
	assert_int_equal(p.target_number[1], 100);
	plan_one("software:cs:7", NULL, &c, &p);
	assert_int_equal(p.target_number[0], PERF_COUNT_SW_CONTEXT_SWITCHES);
	assert_int_equal(p.target_number[1], 7);
	plan_one("begin", NULL, &c, &p);
	assert_int_equal(p.stage, PROBE_STAGE_BEGIN);
	plan_one("END", NULL, &c, &p);
	assert_int_equal(p.stage, PROBE_STAGE_END);
	assert_string_equal(p.hook, "end");
}

/* Functions of the kernel: said clearly, whatever this kernel lacks. */
static void test_unsupported(void **state)
{
	static const char *const probes[] = { "kprobe:vfs_read", "kretprobe:vfs_*",
		"fentry:vfs_read", "fexit:vfs_read" };
	struct probe_error err;

	(void)state;
	if (!access("/sys/bus/event_source/devices/kprobe", F_OK)) {
		print_message("this kernel has kprobes\n");
		skip();
	}
	for (size_t i = 0; i < ARRAY_SIZE(probes); i++) {
		struct listing l = { 0 };

		assert_int_equal(list(probes[i], &l, &err), -EOPNOTSUPP);
		assert_int_equal(err.failure, PROBE_UNSUPPORTED);
		assert_non_null(strstr(err.hint, "tracepoint"));
	}
	struct listing l = { 0 };

	list("kprobe:vfs_read", &l, &err);
	assert_string_equal(err.message,
		"kprobe probes cannot be had: this kernel was built without CONFIG_KPROBES");
}

/* Programs on real events */

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

__attribute__((noinline)) int probes_plan_sample(int x);
int probes_plan_sample(int x)
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
	probes_plan_sample(1);
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
	assert_int_equal(count_hits("u:/proc/self/exe:probes_plan_sample", NULL, NULL, do_sample),
		2 * TIMES);
	assert_int_equal(count_hits("ur:/proc/self/exe:probes_plan_sample", NULL, NULL, do_sample),
		2 * TIMES);
	assert_int_equal(count_hits("u:/proc/self/exe:probes_plan_sample", NULL, &own, do_sample),
		2 * TIMES);
	assert_int_equal(
		count_hits("u:/proc/self/exe:probes_plan_sample", NULL, &other, do_sample), 0);
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
		cmocka_unit_test(test_tracepoint_listing),
		cmocka_unit_test(test_no_match),
		cmocka_unit_test(test_other_listings),
#ifdef __x86_64__
		cmocka_unit_test(test_syscall_plan),
#endif
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_rawtracepoint),
		cmocka_unit_test(test_timers_and_specials),
		cmocka_unit_test(test_unsupported),
		cmocka_unit_test(test_attach_tracepoints),
		cmocka_unit_test(test_attach_uprobes),
		cmocka_unit_test(test_attach_software),
		cmocka_unit_test(test_attach_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
