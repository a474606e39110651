/* tests/unit/probes_plan.c - what the providers find on this kernel and how they would attach to
 * it; listings are compared with the directories of tracefs, offsets of registers with the C
 * library's struct. */
#include <asm/ptrace.h>
#include <errno.h>
#include <glob.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/btf.h"
#include "runtime/base/image.h"
#include "tests/unit/probe_plan.h"

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
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
