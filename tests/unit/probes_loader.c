/* tests/unit/probes_loader.c - where the dynamic loader of a process tells of libraries: this
 * process's own says so itself, to debuggers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <link.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/loader.h"

static void is_what_the_loader_says(void **state)
{
	(void)state;
	assert_true(_r_debug.r_brk != 0);
	assert_int_equal(loader_rendezvous(getpid()), _r_debug.r_brk);
}

static void a_process_that_is_gone_has_none(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(loader_rendezvous(pid), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_what_the_loader_says),
		cmocka_unit_test(a_process_that_is_gone_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
