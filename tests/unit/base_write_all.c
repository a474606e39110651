/* tests/unit/base_write_all.c - all of some bytes to a descriptor: one that takes them in pieces,
 * one that does not block, one that nobody reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/write_all.h"

#define BYTES (1u << 20)        /* more than a pipe holds */

static char bytes[BYTES], got[BYTES + 1];

/* A child that writes to a pipe with such flags and leaves with 0 when that went well; what arrives
 * is in `got`. */
static size_t through_pipe(int flags)
{
	int ends[2], status;
	size_t len = 0;
	ssize_t n;

	assert_int_equal(pipe2(ends, flags), 0);
	pid_t child = fork();

	if (!child) {
		close(ends[0]);
		_exit(write_all(ends[1], bytes, BYTES) != 0);
	}
	close(ends[1]);
	fcntl(ends[0], F_SETFL, 0);
	while ((n = read(ends[0], got + len, sizeof(got) - len)) > 0)
		len += (size_t)n;
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return len;
}

static void test_all_of_it_arrives(void **state)
{
	(void)state;
	for (size_t i = 0; i < BYTES; i++)
		bytes[i] = (char)(i * 31 >> 3);
	assert_int_equal(through_pipe(0), BYTES);
	assert_memory_equal(got, bytes, BYTES);
	memset(got, 0, sizeof(got));
	assert_int_equal(through_pipe(O_NONBLOCK), BYTES);
	assert_memory_equal(got, bytes, BYTES);
}

static void test_errors(void **state)
{
	int ends[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(write_all(-1, bytes, 1), -EBADF);
	assert_int_equal(write_all(-1, NULL, 0), 0);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	assert_int_equal(write_all(ends[1], bytes, 1), -EPIPE);
	assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(write_all(ends[1], bytes, BYTES), -EPIPE);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_of_it_arrives),
		cmocka_unit_test(test_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
