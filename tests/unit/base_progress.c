/* tests/unit/base_progress.c - the line of what takes long, on a real terminal: a pseudo one in the
 * place of stderr. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/log.h"
#include "runtime/base/progress.h"

#define EMPTY "\r\033[K"

static int terminal, saved;
static char seen[4096];
static size_t seen_len;

static int open_terminal(void **state)
{
	struct termios raw;
	int other;

	(void)state;
	terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (terminal < 0 || grantpt(terminal) || unlockpt(terminal))
		return -1;
	other = open(ptsname(terminal), O_RDWR | O_NOCTTY);
	if (other < 0 || tcgetattr(other, &raw))
		return -1;
	cfmakeraw(&raw);
	tcsetattr(other, TCSANOW, &raw);
	saved = dup(STDERR_FILENO);
	dup2(other, STDERR_FILENO);
	close(other);
	seen_len = 0;
	seen[0] = '\0';
	return 0;
}

static int close_terminal(void **state)
{
	(void)state;
	progress_stop();
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(terminal);
	return 0;
}

/* Read until the text ends like this; false after ten seconds without. */
static bool wait_for(const char *end)
{
	size_t len = strlen(end);

	while (seen_len < len || memcmp(seen + seen_len - len, end, len)) {
		struct pollfd p = { .fd = terminal, .events = POLLIN };
		ssize_t n;

		if (poll(&p, 1, 10000) != 1 ||
			(n = read(terminal, seen + seen_len, sizeof(seen) - 1 - seen_len)) <= 0)
			return false;
		seen_len += (size_t)n;
		seen[seen_len] = '\0';
	}
	return true;
}

static void says_how_far_it_is(void **state)
{
	(void)state;
	progress_start();
	progress_say("Attaching probes", 361);
	for (int i = 0; i < 120; i++)
		progress_step();
	assert_true(wait_for(EMPTY "Attaching probes: 120 of 361"));
	progress_say("Compiling", 0);
	assert_true(wait_for(EMPTY "Compiling ..."));
	progress_stop();
	assert_true(wait_for(EMPTY));
}

static void messages_have_a_line_of_their_own(void **state)
{
	(void)state;
	progress_start();
	progress_say("Waiting", 0);
	assert_true(wait_for(EMPTY "Waiting ..."));
	log_notice("a message");
	assert_non_null(
		wait_for("a message\n") ? strstr(seen, "Waiting ..." EMPTY "a message\n") : NULL);
	assert_true(wait_for(EMPTY "Waiting ..."));
}

static void says_nothing_of_what_is_quick(void **state)
{
	(void)state;
	progress_start();
	progress_say("Attaching probes", 1);
	progress_step();
	progress_stop();
	log_notice("done");
	assert_true(wait_for("done\n"));
	assert_string_equal(seen, "done\n");
}

static void says_nothing_unless_asked(void **state)
{
	(void)state;
	progress_say("Attaching probes", 1);
	progress_step();
	progress_hide();
	progress_stop();
	log_notice("done");
	assert_true(wait_for("done\n"));
	assert_string_equal(seen, "done\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(says_how_far_it_is, open_terminal, close_terminal),
		cmocka_unit_test_setup_teardown(
			messages_have_a_line_of_their_own, open_terminal, close_terminal),
		cmocka_unit_test_setup_teardown(
			says_nothing_of_what_is_quick, open_terminal, close_terminal),
		cmocka_unit_test_setup_teardown(
			says_nothing_unless_asked, open_terminal, close_terminal),
	};

	return cmocka_run_group_tests_name("base_progress", tests, NULL, NULL);
}
