/* tests/unit/runtime_history.c - the history of the prompt: what is kept comes back, in order,
 * bounded, and only its owner's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/buffer.h"
#include "runtime/cli/history.h"

static char home[] = "/tmp/sonde-history-XXXXXX";
static char file[256];

static void remove_home(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", home);
	assert_int_equal(system(command), 0);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(home + strlen(home) - 6, "XXXXXX");
	assert_non_null(mkdtemp(home));
	setenv("HOME", home, 1);
	unsetenv("XDG_STATE_HOME");
	snprintf(file, sizeof(file), "%s/.local/state/sonde/history", home);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	remove_home();
	return 0;
}

static void gather(const char *entry, void *arg)
{
	buffer_printf(arg, "[%s]", entry);
}

static const char *all(struct history *h, struct buffer *out)
{
	buffer_clear(out);
	history_open(h, gather, out);
	return buffer_text(out);
}

static void test_entries_come_back(void **state)
{
	struct buffer seen = { 0 };
	struct history h;
	struct stat st;

	(void)state;
	assert_string_equal(all(&h, &seen), "");
	assert_null(h.problem);
	history_add(&h, "pid");
	history_add(&h, "begin {\n\tprintf(\"a\\n\");\n}");
	history_add(&h, "\\n \\");
	assert_string_equal(all(&h, &seen), "[pid][begin {\n\tprintf(\"a\\n\");\n}][\\n \\]");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	buffer_free(&seen);
}

static void test_state_directory(void **state)
{
	struct buffer seen = { 0 };
	struct history h;
	char place[256];
	struct stat st;

	(void)state;
	snprintf(place, sizeof(place), "%s/state", home);
	setenv("XDG_STATE_HOME", place, 1);
	all(&h, &seen);
	history_add(&h, "x");
	snprintf(place, sizeof(place), "%s/state/sonde/history", home);
	assert_int_equal(stat(place, &st), 0);
	/* a path that is none from the root counts as none */
	setenv("XDG_STATE_HOME", "state", 1);
	assert_string_equal(all(&h, &seen), "");
	assert_null(h.problem);
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	all(&h, &seen);
	assert_non_null(h.problem);
	history_add(&h, "x");
	buffer_free(&seen);
}

static void test_bounded(void **state)
{
	struct buffer seen = { 0 };
	char text[32], *large = malloc(HISTORY_ENTRY_MOST + 2);
	struct history h;
	size_t lines = 0;
	FILE *f;
	int c;

	(void)state;
	all(&h, &seen);
	memset(large, 'x', HISTORY_ENTRY_MOST + 1);
	large[HISTORY_ENTRY_MOST + 1] = '\0';
	history_add(&h, large);
	assert_string_equal(all(&h, &seen), "");
	for (int i = 0; i < 2 * HISTORY_ENTRIES_MOST + 1; i++) {
		snprintf(text, sizeof(text), "entry %d", i);
		history_add(&h, text);
	}
	all(&h, &seen);
	assert_int_equal(strncmp(seen.data, "[entry 1001]", 12), 0);
	f = fopen(file, "r");
	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		lines += c == '\n';
	fclose(f);
	assert_int_equal(lines, HISTORY_ENTRIES_MOST);
	assert_string_equal(seen.data + seen.len - 12, "[entry 2000]");
	free(large);
	buffer_free(&seen);
}

/* Sessions at the same time lose nothing of each other. */
static void test_concurrent(void **state)
{
	struct buffer seen = { 0 };
	struct history h;
	size_t entries = 0;

	(void)state;
	for (int child = 0; child < 8; child++)
		if (!fork()) {
			all(&h, &seen);
			for (int i = 0; i < 50; i++)
				history_add(&h, "begin { exit(); }");
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	all(&h, &seen);
	for (const char *at = seen.data; (at = strchr(at, '[')); at++)
		entries++;
	assert_int_equal(entries, 400);
	buffer_free(&seen);
}

/* What others could have put there is not read, and nothing is written through it. */
static void test_foreign_files(void **state)
{
	struct buffer seen = { 0 };
	struct history h;
	char target[256];
	struct stat st;

	(void)state;
	all(&h, &seen);
	history_add(&h, "mine");
	snprintf(target, sizeof(target), "%s/target", home);
	assert_int_equal(rename(file, target), 0);
	assert_int_equal(symlink(target, file), 0);
	assert_string_equal(all(&h, &seen), "");
	assert_non_null(h.problem);
	history_add(&h, "other");
	assert_int_equal(stat(target, &st), 0);
	assert_int_equal(st.st_size, strlen("mine\n"));
	unlink(file);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_string_equal(all(&h, &seen), "");
	assert_non_null(h.problem);
	unlink(file);
	assert_int_equal(rename(target, file), 0);
	assert_int_equal(chmod(file, 0622), 0);
	assert_string_equal(all(&h, &seen), "");
	assert_non_null(h.problem);
	/* others may read it: not any more */
	assert_int_equal(chmod(file, 0644), 0);
	assert_string_equal(all(&h, &seen), "[mine]");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	buffer_free(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_entries_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_state_directory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_concurrent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_foreign_files, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
