/* tests/unit/runtime_load.c - what the loader does with a program that the kernel refuses, and
 * where in the script it says the fault lies. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/image_write.h"
#include "runtime/base/log.h"
#include "runtime/load.h"
#include "runtime/refusal.h"
#include "tests/unit/program.h"

#define SCRIPT "tracepoint:x:y {\n\t@x = args.a;\n\t@y = 1;\n}\n"

static char caught[8192];       /* what was written to stderr */

static void quiet(enum log_level level, const char *message)
{
	(void)level;
	(void)message;
}

static void finds_the_last_instruction(void **state)
{
	(void)state;
	assert_int_equal(refusal_instruction(""), -1);
	assert_int_equal(refusal_instruction("processed 3 insns (limit 1000000)\n"), -1);
	assert_int_equal(
		refusal_instruction("0: (b7) r0 = 0\n1: R0_w=0\n12: (61) r1 = *(u32 *)(r0 +0)\n"
					"R0 invalid mem access 'scalar'\nprocessed 13 insns\n"),
		12);
	assert_int_equal(
		refusal_instruction("; @x = 1;\n0: (b7) r0 = 0\nfrom 3 to 7: safe\n99 :(b7)\n"), 0);
}

/* A kernel that is too old for loops: no kernel here is. */
static void tells_what_loops_need(void **state)
{
	const char *hint = "as before";

	(void)state;
	assert_non_null(strstr(
		refusal_reason("12: (85) call unknown#181\ninvalid func unknown#181\n", &hint),
		"bpf_loop(), which came with Linux 5.17"));
	assert_string_equal(hint, "unroll n { } does without");
	hint = "as before";
	assert_non_null(strstr(refusal_reason("invalid func unknown#164\n", &hint), "Linux 5.13"));
	assert_string_equal(hint, "as before");
	assert_null(refusal_reason("nothing that is known\n", &hint));
}

static void expect_shown(const char *log, size_t most, const char *shown)
{
	struct buffer b = { 0 };

	refusal_put_log(&b, log, most);
	assert_string_equal(buffer_text(&b), shown);
	buffer_free(&b);
}

static void long_logs_are_cut_between_lines(void **state)
{
	(void)state;
	expect_shown("", 0, "");
	expect_shown("one\ntwo\n", 8, "one\ntwo\n");
	expect_shown("one\ntwo\nthree\nfour\nfive\n", 17,
		"one\ntwo\n... 2 lines are left out: set log_size above 17 bytes to see them ...\nfive\n");
	expect_shown("a very long line\n", 8,
		"... 1 lines are left out: set log_size above 8 bytes to see them ...\n");
	expect_shown("no line feed at all", 8,
		"... 0 lines are left out: set log_size above 8 bytes to see them ...\n");
}

static void tells_whether_a_log_has_its_end(void **state)
{
	(void)state;
	assert_true(refusal_log_has_end(
		"0: (95) exit\nR0 !read_ok\nprocessed 1 insns (limit 1000000)\n"));
	assert_true(refusal_log_has_end("processed 1 insns"));
	assert_false(refusal_log_has_end("processed 1 insns\n0: (95) exit\n"));
	assert_false(refusal_log_has_end("0: (95) ex"));
	assert_false(refusal_log_has_end("\n"));
	assert_false(refusal_log_has_end(""));
}

static void finds_the_place_in_the_script(void **state)
{
	const struct image_line lines[] = { { 0, 10, 20, 0 }, { 4, 30, 35, 0 }, { 9, 40, 44, 0 } };
	const struct image_probe probe = { .span_start = 1, .span_end = 5 };
	const struct image image = { .lines = lines, .probes = &probe };
	const struct image_prog prog = { .line_count = 3 }, bare = { 0 };

	(void)state;
	assert_int_equal(refusal_span(&image, &prog, 0, 0).start, 10);
	assert_int_equal(refusal_span(&image, &prog, 0, 3).end, 20);
	assert_int_equal(refusal_span(&image, &prog, 0, 4).start, 30);
	assert_int_equal(refusal_span(&image, &prog, 0, 8).start, 30);
	assert_int_equal(refusal_span(&image, &prog, 0, 1000).end, 44);
	assert_int_equal(refusal_span(&image, &prog, 0, -1).start, 1);
	assert_int_equal(refusal_span(&image, &bare, 0, 7).end, 5);
}

/* Load with stderr in a file, then read that. */
static int load_caught(const struct image *image)
{
	struct loaded l;
	FILE *file = tmpfile();
	int err, saved = dup(STDERR_FILENO);
	size_t len;

	assert_non_null(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	err = load_maps(&l, image, NULL, 0);
	if (!err)
		err = load_programs(&l, ~0u);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	load_close(&l);
	rewind(file);
	len = fread(caught, 1, sizeof(caught) - 1, file);
	caught[len] = 0;
	fclose(file);
	return err;
}

static void refusals_point_at_the_script(void **state)
{
	struct program p;
	struct buffer bytes = { 0 };
	struct image image;
	const char *reason = "";

	(void)state;
	if (geteuid() != 0) {
		print_message("skipped: loading programs needs root\n");
		skip();
	}
	log_set_callback(quiet);
	program_start(&p, 0, 0);
	add_source(&p, "x.bt", SCRIPT);
	/* reads through a number as if it were a pointer: instruction 1 comes from "args.a" */
	emit_mov(&p, 1, 5);
	emit(&p, BPF_LDX | BPF_MEM | BPF_DW, 0, 1, 0, 0);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_BEGIN);
	image_write_record(&p.writer, IMAGE_LINES, &(struct image_line){ 0, 18, 20, 0 });
	image_write_record(&p.writer, IMAGE_LINES, &(struct image_line){ 1, 23, 29, 0 });
	image_write_record(&p.writer, IMAGE_LINES, &(struct image_line){ 2, 32, 38, 0 });
	((struct image_prog *)(void *)p.writer.sections[IMAGE_PROGS].data)->line_count = 3;
	assert_int_equal(image_writer_finish(&p.writer, &bytes), 0);
	if (image_open(&image, bytes.data, bytes.len, &reason) != 0)
		fail_msg("image: %s", reason);
	assert_int_equal(load_caught(&image), -EACCES);
	assert_string_equal(caught, "x.bt:2:7: error: probe 'begin': the kernel refused the "
					"program here: this reads memory that the kernel "
					"does not let it read (R1 invalid mem access 'scalar')\n"
					"        @x = args.a;\n"
					"             ^~~~~~\n"
					"    hint: the kernel's own words are shown with -v\n");
	image_close(&image);
	buffer_free(&bytes);
}

/* A module that was there when the script was compiled, and is no longer. */
static void modules_may_have_gone(void **state)
{
	struct program p;
	struct buffer bytes = { 0 };
	struct image image;
	const char *reason = "";
	uint32_t gone;

	(void)state;
	if (geteuid() != 0) {
		print_message("skipped: loading programs needs root\n");
		skip();
	}
	log_set_callback(NULL);
	program_start(&p, 0, 0);
	emit_exit(&p);
	add_stage(&p, PROBE_STAGE_BEGIN);
	gone = image_write_text(&p.writer, "no_such_module");
	((struct image_prog *)(void *)p.writer.sections[IMAGE_PROGS].data)->attach_module = gone;
	assert_int_equal(image_writer_finish(&p.writer, &bytes), 0);
	if (image_open(&image, bytes.data, bytes.len, &reason) != 0)
		fail_msg("image: %s", reason);
	assert_int_equal(load_caught(&image), -ENOENT);
	assert_string_equal(caught,
		"sonde: error: probe 'begin': module 'no_such_module' is not loaded "
		"any more; load it with: modprobe no_such_module\n");
	image_close(&image);
	buffer_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_last_instruction),
		cmocka_unit_test(tells_what_loops_need),
		cmocka_unit_test(finds_the_place_in_the_script),
		cmocka_unit_test(long_logs_are_cut_between_lines),
		cmocka_unit_test(tells_whether_a_log_has_its_end),
		cmocka_unit_test(refusals_point_at_the_script),
		cmocka_unit_test(modules_may_have_gone),
	};

	return cmocka_run_group_tests_name("runtime_load", tests, NULL, NULL);
}
