/* tests/unit/runtime_session.c - whole runs of images whose programs are assembled by hand: a
 * worker makes a known number of system calls, and every one has to be counted, printed or reported
 * lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/image_write.h"
#include "runtime/base/log.h"
#include "runtime/session.h"
#include "tests/unit/program.h"

#define CALLS 100000

static char said[4096];         /* everything logged, a line each */
static char printed[1 << 22];   /* what a run wrote to its output */
static long allocations = -1;   /* so many work in a run, then memory is out; -1: all */

static void remember(enum log_level level, const char *message)
{
	(void)level;
	snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s\n", message);
}

/* Runs without root are told so and skipped. */
static void need_root(void)
{
	if (geteuid() != 0) {
		print_message("skipped: loading programs needs root\n");
		skip();
	}
	log_set_callback(remember);
	said[0] = 0;
}

/* A process that makes `calls` marked system calls once it is told, and ends. */
struct worker {
	pid_t pid;
	int ready[2];
};

static void worker_start(struct worker *w, long calls)
{
	char word;

	assert_int_equal(pipe(w->ready), 0);
	w->pid = fork();
	assert_true(w->pid >= 0);
	if (w->pid > 0) {
		close(w->ready[0]);
		return;
	}
	close(w->ready[1]);
	if (read(w->ready[0], &word, 1) == 1)
		for (long i = 0; i < calls; i++)
			syscall(MARK_NUMBER, 0);
	_exit(0);
}

/* Run the program to its end; its output is in printed[]. */
static int run(struct program *p, struct worker *w, struct session_options options)
{
	char path[] = "/tmp/sonde-test-XXXXXX";
	struct buffer bytes = { 0 };
	const char *reason = "";
	struct image image;
	int code, fd = mkstemp(path);
	ssize_t len;

	assert_true(fd >= 0);
	assert_int_equal(image_writer_finish(&p->writer, &bytes), 0);
	if (image_open(&image, bytes.data, bytes.len, &reason) != 0)
		fail_msg("image: %s", reason);
	options.image = &image;
	options.sink = sink_find("text");
	options.output_path = options.output_path ? options.output_path : path;
	options.ready_fd = w ? w->ready[1] : -1;
	options.pids = w ? &w->pid : NULL;
	options.pid_count = w ? 1 : 0;
	mem_fail_after(allocations);
	code = session_run(&options);
	mem_fail_after(-1);
	image_close(&image);
	buffer_free(&bytes);
	len = read(fd, printed, sizeof(printed) - 1);
	assert_true(len >= 0);
	printed[len] = 0;
	close(fd);
	unlink(path);
	if (w)
		waitpid(w->pid, NULL, 0);
	return code;
}

/* The value of a script map "@x: N" in the output; -1 when it is not there. */
static long printed_number(const char *prefix)
{
	const char *at = strstr(printed, prefix);

	return at ? strtol(at + strlen(prefix), NULL, 10) : -1;
}

static const struct type count_type = {
	.kind = TYPE_AGG, .agg = AGG_COUNT, .size = 8, .align = 8, .elem = &type_uint64,
};
static const struct type_field word_field = { .type = &type_uint64 };
static const struct type word_args = {
	.kind = TYPE_TUPLE, .size = 8, .align = 8, .fields = &word_field, .field_count = 1,
};

static void counts_every_call(void **state)
{
	struct program p;
	struct worker w;
	uint32_t map;

	(void)state;
	need_root();
	program_start(&p, IMAGE_PRINT_MAPS, 0);
	map = add_scalar(&p, "@", &count_type, MAP_PERCPU_ARRAY);
	worker_start(&w, CALLS);
	emit_head(&p, w.pid);
	emit_count(&p, map);
	emit_exit(&p);
	assert_true(add_probe(&p, "tracepoint:raw_syscalls:sys_enter"));
	assert_int_equal(run(&p, &w, (struct session_options){ 0 }), 0);
	assert_string_equal(printed, "\n\n@: 100000\n");
	assert_string_equal(said, "Attached 1 probe\n");
}

static void prints_in_order(void **state)
{
	struct program p;
	struct worker w;
	uint32_t map, action;
	char *line, *rest = printed;

	(void)state;
	need_root();
	program_start(&p, 0, 1 << 20);
	map = add_scalar(&p, "@", &type_uint64, MAP_ARRAY);
	action = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"call %d\n", &word_args);
	worker_start(&w, 20000);
	emit_head(&p, w.pid);
	emit_count(&p, map);
	emit_event(&p, action, true);
	emit_exit(&p);
	assert_true(add_probe(&p, "tracepoint:raw_syscalls:sys_enter"));
	assert_int_equal(run(&p, &w, (struct session_options){ .quiet = true }), 0);
	for (int i = 1; i <= 20000; i++) {
		char expected[32];

		snprintf(expected, sizeof(expected), "call %d", i);
		line = strsep(&rest, "\n");
		assert_string_equal(line, expected);
	}
	assert_string_equal(rest, "");
	assert_string_equal(said, "");
}

/* A ring that is far too small: what is not printed is reported lost, to the unit. */
static void accounts_for_lost_events(void **state)
{
	struct program p;
	struct worker w;
	uint32_t map, action;
	long lines = 0, lost = 0;

	(void)state;
	need_root();
	program_start(&p, IMAGE_PRINT_MAPS, 4096);
	map = add_scalar(&p, "@", &count_type, MAP_PERCPU_ARRAY);
	action = add_action(
		&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE }, "x\n", NULL);
	worker_start(&w, CALLS);
	emit_head(&p, w.pid);
	emit_count(&p, map);
	for (int i = 0; i < 8; i++)
		emit_event(&p, action, false);
	emit_exit(&p);
	assert_true(add_probe(&p, "tracepoint:raw_syscalls:sys_enter"));
	assert_int_equal(run(&p, &w, (struct session_options){ .quiet = true }), 0);
	for (const char *at = printed; (at = strstr(at, "x\n")); at += 2)
		lines++;
	for (const char *at = said; (at = strstr(at, "Lost ")); at++)
		lost += strtol(at + 5, NULL, 10);
	assert_int_equal(printed_number("@: "), CALLS);
	assert_true(lost > 0);
	assert_int_equal(lines + lost, 8L * CALLS);
	assert_int_equal(strtol(strstr(said, "lost_events ") + 12, NULL, 10), lost);
}

/* exit() in the middle: what was recorded before is delivered, nothing behind it. */
static void exit_ends_the_run(void **state)
{
	struct program p;
	struct worker w;
	uint32_t map, before, leave, after, bye, jump;

	(void)state;
	need_root();
	program_start(&p, 0, 1 << 20);
	map = add_scalar(&p, "@", &type_uint64, MAP_ARRAY);
	before = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"%d\n", &word_args);
	leave = add_action(
		&p, (struct image_action){ .kind = ACTION_EXIT, .map = IMAGE_NONE }, NULL, NULL);
	after = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"never\n", NULL);
	bye = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"bye\n", NULL);
	worker_start(&w, CALLS);
	emit_head(&p, w.pid);
	emit_count(&p, map);
	emit_event(&p, before, true);
	jump = p.count;
	emit(&p, BPF_JMP | BPF_JNE | BPF_K, 7, 0, 0, 3);
	emit_exit_call(&p, leave, 7);
	emit_event(&p, after, false);
	p.insns[jump].off = (int16_t)(p.count - jump - 1);
	emit_exit(&p);
	assert_true(add_probe(&p, "tracepoint:raw_syscalls:sys_enter"));
	emit_event(&p, bye, false);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_END);
	assert_int_equal(run(&p, &w, (struct session_options){ .quiet = true }), 7);
	assert_string_equal(printed, "1\n2\n3\nbye\n");
}

static void begin_and_end_only(void **state)
{
	struct program p;
	uint32_t hello, leave, never, bye;

	(void)state;
	need_root();
	program_start(&p, IMAGE_BEGIN_ONLY, 0);
	hello = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"hello\n", NULL);
	leave = add_action(
		&p, (struct image_action){ .kind = ACTION_EXIT, .map = IMAGE_NONE }, NULL, NULL);
	never = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"never\n", NULL);
	bye = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"bye\n", NULL);
	emit_event(&p, hello, false);
	emit_exit_call(&p, leave, 300 & 0xff);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_BEGIN);
	emit_event(&p, never, false);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_BEGIN);
	emit_event(&p, bye, false);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_END);
	assert_int_equal(run(&p, NULL, (struct session_options){ 0 }), 44);
	assert_string_equal(printed, "hello\nbye\n");
	assert_string_equal(said, "Attached 3 probes\n");
}

static void full_disk_is_an_error(void **state)
{
	struct program p;
	uint32_t hello;

	(void)state;
	need_root();
	program_start(&p, IMAGE_BEGIN_ONLY, 0);
	hello = add_action(&p, (struct image_action){ .kind = ACTION_PRINTF, .map = IMAGE_NONE },
		"hello\n", NULL);
	emit_event(&p, hello, false);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_BEGIN);
	assert_int_equal(
		run(&p, NULL,
			(struct session_options){ .quiet = true, .output_path = "/dev/full" }),
		2);
	assert_string_equal(
		said, "output file '/dev/full': cannot be written: No space left on device\n");
}

/* Memory runs out at every place in turn: the run fails as a whole, or its output is right. */
static void memory_runs_out(void **state)
{
	int code = -1, n = 0;

	(void)state;
	need_root();
	for (; n < 1000 && code != 0; n++) {
		struct program p;
		uint32_t map, hello, show;

		said[0] = 0;
		program_start(&p, IMAGE_BEGIN_ONLY | IMAGE_PRINT_MAPS, 0);
		map = add_scalar(&p, "@", &count_type, MAP_PERCPU_ARRAY);
		hello = add_action(
			&p, (struct image_action){ .map = IMAGE_NONE }, "%d\n", &word_args);
		show = add_action(&p, (struct image_action){ .kind = ACTION_PRINT_MAP, .map = map },
			NULL, NULL);
		emit_count(&p, map);
		emit_event(&p, hello, true);
		emit_event(&p, show, false);
		emit_exit(&p);
		add_stage(&p, PROBE_STAGE_BEGIN);
		allocations = n;
		code = run(&p, NULL, (struct session_options){ .quiet = true });
		assert_true(code == 0 || code == 2);
		if ((code == 0) != (said[0] == 0))
			fail_msg("%d allocations: code %d, said: %s, printed: %s", n, code, said,
				printed);
	}
	assert_true(n > 10);
	assert_string_equal(printed, "1\n@: 1\n\n\n@: 1\n");
}

static void nothing_to_attach(void **state)
{
	struct program p;

	(void)state;
	log_set_callback(remember);
	said[0] = 0;
	program_start(&p, 0, 0);
	assert_int_equal(run(&p, NULL, (struct session_options){ 0 }), 2);
	assert_non_null(strstr(said, "nothing to attach"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_every_call),
		cmocka_unit_test(prints_in_order),
		cmocka_unit_test(accounts_for_lost_events),
		cmocka_unit_test(exit_ends_the_run),
		cmocka_unit_test(begin_and_end_only),
		cmocka_unit_test(full_disk_is_an_error),
		cmocka_unit_test(nothing_to_attach),
		cmocka_unit_test(memory_runs_out),
	};

	return cmocka_run_group_tests_name("runtime_session", tests, NULL, NULL);
}
