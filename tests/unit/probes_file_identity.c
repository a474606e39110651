/* tests/unit/probes_file_identity.c - files with and without a build id: the same, replaced by
 * another, gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/file_identity.h"
#include "runtime/base/util.h"

static void test_identity(void **state)
{
	char name[] = "/tmp/probes_file_identity_XXXXXX";
	struct arena *a = arena_new();
	int fd = mkstemp(name);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "no build id", 11), 11);
	const char *text = file_identity(name, a), *own = file_identity("/proc/self/exe", a);

	assert_string_equal(text, "11 bytes");
	assert_int_equal(strlen(own), 40);      /* of the linker: SHA-1 */
	assert_int_equal(file_identity_check(name, text), 0);
	assert_int_equal(file_identity_check("/proc/self/exe", own), 0);
	assert_int_equal(file_identity_check(name, own), -ESTALE);
	assert_int_equal(file_identity_check("/proc/self/exe", text), -ESTALE);
	assert_int_equal(file_identity_check(name, ""), 0);
	assert_int_equal(file_identity_check(name, NULL), 0);
	unlink(name);
	assert_int_equal(file_identity_check(name, text), -ENOENT);
	assert_string_equal(file_identity(name, a), "");
	close(fd);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_identity) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
