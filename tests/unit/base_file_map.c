/* tests/unit/base_file_map.c - files that get shorter while they are mapped. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/file_map.h"

#define PAGES 3

static int open_file(size_t page)
{
	char name[] = "/tmp/sonde-file-map-XXXXXX", *bytes = malloc(PAGES * page);
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	unlink(name);
	memset(bytes, 'x', PAGES * page);
	assert_int_equal(write(fd, bytes, PAGES * page), PAGES * page);
	free(bytes);
	return fd;
}

/* A SIGBUS that has nothing to do with a file still ends the program.  In a process of its own,
 * whose first mapping it is: cmocka has a handler too. */
static void test_other_reason(void **state)
{
	pid_t pid = fork();
	int status;

	(void)state;
	if (pid == 0) {
		int fd = open_file((size_t)sysconf(_SC_PAGESIZE));

		if (file_map(fd, 1))
			raise(SIGBUS);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGBUS);
}

static void test_truncated(void **state)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int fd = open_file(page);
	const volatile char *bytes = file_map(fd, PAGES * page);

	(void)state;
	assert_non_null(bytes);
	assert_int_equal(bytes[2 * page], 'x');
	assert_int_equal(ftruncate(fd, (off_t)page + 1), 0);
	assert_int_equal(bytes[page - 1], 'x');
	assert_int_equal(bytes[page], 'x');
	assert_int_equal(bytes[page + 1], 0);
	assert_int_equal(bytes[2 * page], 0);
	assert_int_equal(bytes[3 * page - 1], 0);
	munmap((void *)bytes, PAGES * page);
	close(fd);
}

static void test_cannot_be_mapped(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_null(file_map(ends[0], 1));
	assert_int_equal(errno, ENODEV);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_other_reason),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_cannot_be_mapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
