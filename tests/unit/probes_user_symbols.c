/* tests/unit/probes_user_symbols.c - names of functions by address, of this very program and of what it is linked with. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/user_symbols.h"
#include "runtime/base/mem.h"

int user_symbols_marker(int n);
__attribute__((noinline)) int user_symbols_marker(int n)
{
	__asm__ volatile("" : "+r"(n));
	return n + 1;
}

static void own_functions_are_found(void **state)
{
	struct user_symbols *s = user_symbols_new();
	uint64_t at = (uint64_t)(uintptr_t)user_symbols_marker;

	(void)state;
	assert_non_null(s);
	assert_string_equal(user_symbols_name(s, getpid(), at), "user_symbols_marker");
	assert_string_equal(user_symbols_name(s, getpid(), at + 1), "user_symbols_marker");
	user_symbols_free(s);
}

static void what_is_not_mapped_has_no_name(void **state)
{
	struct user_symbols *s = user_symbols_new();
	int local = 0;

	(void)state;
	assert_null(user_symbols_name(s, getpid(), 0));
	assert_null(user_symbols_name(s, getpid(), (uint64_t)(uintptr_t)&local));
	assert_null(user_symbols_name(s, getpid(), UINT64_MAX));
	user_symbols_free(s);
	user_symbols_free(NULL);
}

/* What was read while the process ran is still known when it is gone; what was not is not. */
static void processes_that_are_gone(void **state)
{
	struct user_symbols *s = user_symbols_new();
	uint64_t at = (uint64_t)(uintptr_t)user_symbols_marker;
	int gate[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(gate), 0);
	pid = fork();
	if (pid == 0) {
		char c;

		close(gate[1]);
		_exit(read(gate[0], &c, 1) < 0);
	}
	close(gate[0]);
	assert_string_equal(user_symbols_name(s, pid, at), "user_symbols_marker");
	close(gate[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_string_equal(user_symbols_name(s, pid, at), "user_symbols_marker");
	user_symbols_free(s);
	s = user_symbols_new();
	assert_null(user_symbols_name(s, pid, at));
	user_symbols_free(s);
}

static void memory_may_run_out(void **state)
{
	(void)state;
	for (long successes = 0; successes < 40; successes++) {
		struct user_symbols *s;

		mem_fail_after(successes);
		s = user_symbols_new();
		if (s)
			user_symbols_name(s, getpid(), (uint64_t)(uintptr_t)user_symbols_marker);
		user_symbols_free(s);
		mem_fail_after(-1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_functions_are_found),
		cmocka_unit_test(what_is_not_mapped_has_no_name),
		cmocka_unit_test(processes_that_are_gone),
		cmocka_unit_test(memory_may_run_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
