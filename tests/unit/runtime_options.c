/* tests/unit/runtime_options.c - the command line, taken apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/cli/options.h"

static struct arena *arena;
static char said[1024];
static int lines;

static void remember(enum log_level level, const char *message)
{
	(void)level;
	lines++;
	strncpy(said, message, sizeof(said) - 1);
}

/* The words of `line`, split at '|', behind "sonde". */
static int parse(struct options *o, const char *line)
{
	char *argv[32] = { "sonde" }, *copy = arena_strdup(arena, line), *save = NULL;
	int argc = 1;

	lines = 0;
	said[0] = '\0';
	for (char *word = strtok_r(copy, "|", &save); word; word = strtok_r(NULL, "|", &save))
		argv[argc++] = word;
	return options_parse(o, arena, argc, argv);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	log_set_callback(remember);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	log_set_callback(NULL);
	return 0;
}

static void test_defaults(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "x.bt"), 0);
	assert_string_equal(o.script, "x.bt");
	assert_int_equal(o.action, DO_RUN);
	assert_string_equal(o.sink->name, "text");
	assert_int_equal(o.flush, FLUSH_LINE);
	assert_int_equal(o.ready_fd, -1);
	assert_true(o.warnings);
	assert_false(o.quiet || o.verbose || o.unsafe || o.dry_run);
	assert_int_equal(o.word_count + o.pid_count + o.stage_count, 0);
	assert_null(o.command);
}

static void test_words_and_options_mix(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "-q|x.bt|one|-vBfull|two|-f|json|--|-v|three"), 0);
	assert_string_equal(o.script, "x.bt");
	assert_int_equal(o.word_count, 4);
	assert_string_equal(o.words[0], "one");
	assert_string_equal(o.words[1], "two");
	assert_string_equal(o.words[2], "-v");
	assert_string_equal(o.words[3], "three");
	assert_true(o.quiet && o.verbose);
	assert_int_equal(o.flush, FLUSH_FULL);
	assert_string_equal(o.sink->name, "json");
}

static void test_program_text(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "x.bt|-e|begin {}|y"), 0);
	assert_string_equal(o.program, "begin {}");
	assert_null(o.script);
	assert_int_equal(o.word_count, 2);
	assert_string_equal(o.words[0], "x.bt");
	assert_int_equal(parse(&o, "-e|a|-e|b"), 0);
	assert_string_equal(o.program, "b");
	assert_int_equal(lines, 1);
	assert_int_equal(parse(&o, "-ea"), 0);
	assert_string_equal(o.program, "a");
}

static void test_run_leaves_words(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "-q|run|cpu|-v|7"), 0);
	assert_string_equal(o.script, "cpu");
	assert_true(o.by_name);
	assert_false(o.verbose);
	assert_int_equal(o.word_count, 2);
	assert_string_equal(o.words[0], "-v");
	assert_int_equal(parse(&o, "run"), 1);
	assert_int_equal(parse(&o, "./run"), 0);
	assert_string_equal(o.script, "./run");
	assert_int_equal(parse(&o, "--|run"), 0);
	assert_string_equal(o.script, "run");
}

static void test_long_forms(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(
		parse(&o,
			"--format=json|--output|out|--quiet|--verbose|--dry-run|--unsafe|--no-warnings|x"),
		0);
	assert_string_equal(o.output_path, "out");
	assert_true(o.quiet && o.verbose && o.dry_run && o.unsafe && !o.warnings);
	assert_int_equal(parse(&o, "-o|-|x"), 0);
	assert_null(o.output_path);
	assert_int_equal(parse(&o, "--help"), 0);
	assert_int_equal(o.action, DO_HELP);
	assert_int_equal(parse(&o, "-V"), 0);
	assert_int_equal(o.action, DO_VERSION);
}

static void test_parameters(void **state)
{
	struct options o;

	(void)state;
	/* what no option is called, behind the script, is a parameter of it; so is a number */
	assert_int_equal(parse(&o, "x.bt|--slow|5ms|-q|--low|-3|--|--quiet"), 0);
	assert_string_equal(o.script, "x.bt");
	assert_true(o.quiet);
	assert_int_equal(o.word_count, 5);
	assert_string_equal(o.words[0], "--slow");
	assert_string_equal(o.words[3], "-3");
	assert_string_equal(o.words[4], "--quiet");
	assert_int_equal(parse(&o, "run|x|-q|--|--a"), 0);
	assert_int_equal(o.word_count, 3);
	assert_false(o.quiet);
	/* in front of it, it is a mistake */
	assert_int_equal(parse(&o, "--slow|x.bt"), 1);
	assert_int_equal(parse(&o, "-e|begin {}|--slow"), 1);
}

static void test_help_of_script(void **state)
{
	static const char *const asks[] = { "x.bt|--help", "run|x|--help", "run|x|1|--help",
		"-e|begin {}|--|--help", "-q|x.bt|--|--help" };
	struct options o;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(asks); i++) {
		assert_int_equal(parse(&o, asks[i]), 0);
		assert_int_equal(o.action, DO_SCRIPT_HELP);
	}
	assert_int_equal(parse(&o, "run|x|--|--help"), 0);
	assert_int_equal(o.action, DO_RUN);
	assert_int_equal(parse(&o, "x.bt|-h"), 0);
	assert_int_equal(o.action, DO_HELP);
}

static void test_check(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "check|-f|json|a.bt|-|b|--btf=/x"), 0);
	assert_int_equal(o.action, DO_CHECK);
	assert_null(o.script);
	assert_int_equal(o.word_count, 3);
	assert_string_equal(o.words[1], "-");
	assert_string_equal(o.btf, "/x");
	assert_int_equal(parse(&o, "check|-e|begin {}"), 0);
	assert_int_equal(o.action, DO_CHECK);
	assert_string_equal(o.program, "begin {}");
	/* behind -e it is a word like others */
	assert_int_equal(parse(&o, "-e|begin {}|check"), 0);
	assert_int_equal(o.action, DO_RUN);
	assert_int_equal(parse(&o, "-kk|-b|x"), 0);
	assert_true(o.failures);
	assert_null(o.btf);
	assert_int_equal(parse(&o, "check|--nonsense|x"), 1);
	assert_int_equal(parse(&o, "check|--help"), 0);
	assert_int_equal(o.action, DO_HELP);
}

static void test_stages(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "-d|ast,check|-d|dis|x"), 0);
	assert_int_equal(o.stage_count, 3);
	assert_string_equal(o.stages[0], "parse");
	assert_string_equal(o.stages[1], "check");
	assert_string_equal(o.stages[2], "object");
	assert_int_equal(parse(&o, "-dd|-e|x"), 0);
	assert_int_equal(o.stage_count, 1);
	assert_string_equal(o.stages[0], "all");
	assert_int_equal(parse(&o, "-d|-e|x"), 0);
	assert_string_equal(o.stages[0], "all");
	assert_int_equal(parse(&o, "-d|/dev/null"), 0);
	assert_string_equal(o.stages[0], "all");
	assert_string_equal(o.script, "/dev/null");
	assert_int_equal(parse(&o, "-d|nonsense|x"), 1);
	assert_non_null(strstr(said, "'nonsense' is no stage"));
}

static void test_pids(void **state)
{
	char line[64];
	struct options o;

	(void)state;
	snprintf(line, sizeof(line), "-p|%d|--pid=1|x", getpid());
	assert_int_equal(parse(&o, line), 0);
	assert_int_equal(o.pid_count, 2);
	assert_int_equal(o.pids[0], getpid());
	assert_int_equal(o.pids[1], 1);
	assert_int_equal(parse(&o, "-p|4194304|x"), 2);
	assert_string_equal(said, "option '-p': no process 4194304");
}

static void test_bad_input_is_one_line(void **state)
{
	static const char *const bad[] = {
		"-Z",
		"--nonsense",
		"-B|loud|x",
		"-f|xml|x",
		"-p|0|x",
		"-p|-1|x",
		"-p|4194305|x",
		"-p|1x|x",
		"-p||x",
		"-e",
		"-c| |x",
		"-c|'a|x",
		"-c|a\\|x",
		"-c|''|x",
		"-c|a|-p|1|x",
		"--ready-fd|x|x",
		"--ready-fd|999999|x",
		"--ready-fd=|x",
		"--quiet=1|x",
		"--strict=nothing|x",
		"-k|--no-warnings|x",
		"--btf=|x",
		"check",
		"-I",
		"--duration=|x",
		"doctor|now",
		"repl|now",
		"repl|-e|x",
		"repl|-o|x",
		"-l|a|b",
		"-o",
		"--format",
		"-d|check,nonsense|x",
		"-d|,bad|x",
		"-d|,|x",
	};
	struct options o;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		if (parse(&o, bad[i]) != 1)
			fail_msg("'%s' was accepted", bad[i]);
		if (lines != 1 || strchr(said, '\n'))
			fail_msg("'%s' said %d lines: %s", bad[i], lines, said);
	}
}

static void test_nearest_option(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&o, "--qiuet|x"), 1);
	assert_string_equal(said, "option '--qiuet' is unknown: did you mean '--quiet'?");
	assert_int_equal(parse(&o, "--heatmap|x"), 1);
	assert_string_equal(said, "option '--heatmap' is not there yet");
}

static void test_command_words(void **state)
{
	static const struct {
		const char *text, *words[6];
	} cases[] = {
		{ "ls", { "ls" } },
		{ "  ls\t-l  /tmp ", { "ls", "-l", "/tmp" } },
		{ "sh -c 'a  b'", { "sh", "-c", "a  b" } },
		{ "a\"b c\"d", { "ab cd" } },
		{ "a\\ b \\'", { "a b", "'" } },
		{ "'a\\b' \"a\\b\" \"a\\\"\\\\\"", { "a\\b", "a\\b", "a\"\\" } },
		{ "a '' \"\"", { "a", "", "" } },
		{ "echo $HOME *", { "echo", "$HOME", "*" } },
	};
	const char *why;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char **words = words_split(arena, cases[i].text, &why);
		size_t n = 0;

		assert_non_null(words);
		for (; cases[i].words[n]; n++)
			assert_string_equal(words[n], cases[i].words[n]);
		assert_null(words[n]);
	}
	assert_null(words_split(arena, "a 'b", &why));
	assert_string_equal(why, "a ' is not closed");
	assert_null(words_split(arena, "a \"b", &why));
	assert_null(words_split(arena, "a \\", &why));
}

/* Every option of the table is in --help with a sentence. */
static void test_help_is_the_table(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	help_put(&b);
	for (const struct option_row *row = option_rows; row->letter || row->name; row++) {
		char name[64];

		if (!row->name)
			continue;
		snprintf(name, sizeof(name), " --%s", row->name);
		if (!strstr(buffer_text(&b), name) || !row->help ||
			!strstr(buffer_text(&b), row->help))
			fail_msg("option%s is not in the help", name);
	}
	buffer_free(&b);
	version_put(&b);
	assert_memory_equal(buffer_text(&b), "sonde v0.1.0\n", 13);
	buffer_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_words_and_options_mix),
		cmocka_unit_test(test_program_text),
		cmocka_unit_test(test_run_leaves_words),
		cmocka_unit_test(test_long_forms),
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_help_of_script),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_pids),
		cmocka_unit_test(test_bad_input_is_one_line),
		cmocka_unit_test(test_nearest_option),
		cmocka_unit_test(test_command_words),
		cmocka_unit_test(test_help_is_the_table),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
