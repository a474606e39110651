/* tests/unit/runtime_child.c - the command of -c: when it starts, how it ended, and what goes wrong
 * before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/proc_maps.h"
#include "runtime/base/log.h"
#include "runtime/child.h"
#include "runtime/privileges.h"

static char said[512];

static void remember(enum log_level level, const char *message)
{
	(void)level;
	snprintf(said, sizeof(said), "%s", message);
}

static int listen_to_log(void **state)
{
	(void)state;
	said[0] = 0;
	log_set_callback(remember);
	signal(SIGPIPE, SIG_IGN);       /* as sonde does */
	return 0;
}

static struct child start(const char *path, char **words)
{
	struct child c;

	assert_int_equal(
		child_start(&c, &(struct child_command){ .path = path, .words = words }), 0);
	return c;
}

static void wait_for_end(const struct child *c)
{
	struct pollfd ended = { .fd = c->fd, .events = POLLIN };

	assert_int_equal(poll(&ended, 1, 20000), 1);
}

static void test_status(void **state)
{
	static const struct {
		char *script;
		int code;
	} rows[] = { { "exit 0", 0 }, { "exit 7", 7 }, { "kill -KILL $$", 128 + SIGKILL },
		{ "kill $$", 128 + SIGTERM } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct child c = start("/bin/sh", (char *[]){ "sh", "-c", rows[i].script, NULL });

		assert_int_equal(child_exit_code(&c), -1);
		assert_int_equal(child_wake(&c), 0);
		assert_int_equal(child_exit_code(&c), -1);
		assert_int_equal(child_go(&c, NULL, NULL), 0);
		wait_for_end(&c);
		assert_int_equal(child_exit_code(&c), rows[i].code);
		assert_int_equal(child_exit_code(&c), rows[i].code);
		child_close(&c);
	}
}

struct looks {
	pid_t pid;
	int without_libc, with_libc;
};

static int is_libc(const struct proc_mapping *mapping, void *arg)
{
	(void)arg;
	return strstr(mapping->path, "/libc.so") != NULL;
}

static void look_for_libc(void *arg)
{
	struct looks *looks = arg;

	if (proc_maps_each(looks->pid, is_libc, NULL))
		looks->with_libc++;
	else
		looks->without_libc++;
}

/* Looked at before it begins: as a program with its loader, before that has mapped libraries, when
 * it has, and at its entry; it ends as it would. */
static void test_look(void **state)
{
	struct child c =
		start("/bin/sh", (char *[]){ "sh", "-c", "kill -CONT $$; kill -TRAP $$", NULL });
	struct looks looks = { .pid = c.pid };

	(void)state;
	assert_int_equal(child_wake(&c), 0);
	assert_int_equal(child_go(&c, look_for_libc, &looks), 0);
	if (privileges_have(CAP_SYS_PTRACE)) {
		assert_int_equal(looks.without_libc, 2);
		assert_int_equal(looks.with_libc, 2);
	} else {
		assert_int_equal(looks.without_libc + looks.with_libc, 1);
	}
	wait_for_end(&c);
	assert_int_equal(child_exit_code(&c), 128 + SIGTRAP);
	child_close(&c);
}

static void count_looks(void *arg)
{
	++*(int *)arg;
}

static void test_no_program_to_look_at(void **state)
{
	struct child c = start("/no/such/program", (char *[]){ "program", NULL });
	int looks = 0;

	(void)state;
	assert_int_equal(child_wake(&c), 0);
	assert_int_not_equal(child_go(&c, count_looks, &looks), 0);
	assert_int_equal(looks, 0);
	assert_int_equal(child_exit_code(&c), 127);
	child_close(&c);
}

/* Killed while the probes are being attached. */
static void test_killed_early(void **state)
{
	struct child c = start("/bin/true", (char *[]){ "true", NULL });

	(void)state;
	kill(c.pid, SIGKILL);
	wait_for_end(&c);
	assert_int_not_equal(child_wake(&c), 0);
	assert_string_equal(said,
		"command 'true': cannot be started: its process was killed before the probes were attached");
	child_close(&c);
}

/* One that is not let go ends with its owner's interest in it, awake or not. */
static void test_not_let_go(void **state)
{
	(void)state;
	for (int awake = 0; awake < 2; awake++) {
		struct child c = start("/bin/true", (char *[]){ "true", NULL });
		pid_t pid = c.pid;

		if (awake)
			assert_int_equal(child_wake(&c), 0);
		child_close(&c);
		while (waitpid(pid, NULL, 0) == pid)
			continue;
		assert_int_not_equal(kill(pid, 0), 0);
	}
}

static void test_no_program(void **state)
{
	struct child c = start("/no/such/program", (char *[]){ "program", NULL });

	(void)state;
	assert_int_equal(child_wake(&c), 0);
	assert_int_not_equal(child_go(&c, NULL, NULL), 0);
	assert_non_null(
		strstr(said, "command 'program': cannot be started: No such file or directory"));
	child_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_status, listen_to_log),
		cmocka_unit_test_setup(test_look, listen_to_log),
		cmocka_unit_test_setup(test_no_program_to_look_at, listen_to_log),
		cmocka_unit_test_setup(test_killed_early, listen_to_log),
		cmocka_unit_test_setup(test_not_let_go, listen_to_log),
		cmocka_unit_test_setup(test_no_program, listen_to_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
