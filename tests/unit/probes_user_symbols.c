/* tests/unit/probes_user_symbols.c - names of functions by address, of this very program and of
 * what it is linked with. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
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

static const struct user_symbols_options usual;

static const char *name_of(struct user_symbols *s, pid_t pid, uint64_t address)
{
	const struct user_place place = { .pid = pid, .address = address, .time_ns = UINT64_MAX };
	struct user_symbol symbol;

	return user_symbols_find(s, &place, &symbol) ? symbol.name : NULL;
}

static void own_functions_are_found(void **state)
{
	struct user_symbols *s = user_symbols_new(&usual);
	uint64_t at = (uint64_t)(uintptr_t)user_symbols_marker;

	(void)state;
	assert_non_null(s);
	assert_string_equal(name_of(s, getpid(), at), "user_symbols_marker");
	assert_string_equal(name_of(s, getpid(), at + 1), "user_symbols_marker");
	user_symbols_free(s);
}

/* Where a function begins, the call that returns there was in what lies before it, if that says
 * that it goes on until there; else it is no call. */
static void return_addresses_belong_to_their_calls(void **state)
{
	struct user_symbols *s = user_symbols_new(&usual);
	struct user_place place = {
		.pid = getpid(),
		.address = (uint64_t)(uintptr_t)user_symbols_marker + 3,
		.time_ns = UINT64_MAX,
		.is_return_address = true,
	};
	struct user_symbol symbol;

	(void)state;
	assert_true(user_symbols_find(s, &place, &symbol));
	assert_string_equal(symbol.name, "user_symbols_marker");
	assert_int_equal(symbol.offset, 3);
	assert_non_null(strstr(symbol.module, "probes_user_symbols"));
	user_symbols_free(s);
}

static void the_vdso_has_names(void **state)
{
	struct user_symbols *s = user_symbols_new(&usual);
	const char *base = (const char *)(uintptr_t)getauxval(AT_SYSINFO_EHDR);
	struct user_place place = { .pid = getpid(), .time_ns = UINT64_MAX };
	struct user_symbol symbol;
	bool found = false;

	(void)state;
	if (!base)
		skip();
	for (int at = 0; at < 8192 && !found; at++) {
		place.address = (uint64_t)(uintptr_t)base + (uint64_t)at;
		found = user_symbols_find(s, &place, &symbol) &&
			strstr(symbol.name, "clock_gettime");
	}
	assert_true(found);
	assert_string_equal(symbol.module, "[vdso]");
	user_symbols_free(s);
}

static void what_is_not_mapped_has_no_name(void **state)
{
	struct user_symbols *s = user_symbols_new(&usual);
	int local = 0;

	(void)state;
	assert_null(name_of(s, getpid(), 0));
	assert_null(name_of(s, getpid(), (uint64_t)(uintptr_t)&local));
	assert_null(name_of(s, getpid(), UINT64_MAX));
	user_symbols_free(s);
	user_symbols_free(NULL);
}

/* What was read while the process ran is still known when it is gone; what was not is not. */
static void processes_that_are_gone(void **state)
{
	struct user_symbols *s = user_symbols_new(&usual);
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
	assert_string_equal(name_of(s, pid, at), "user_symbols_marker");
	close(gate[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_string_equal(name_of(s, pid, at), "user_symbols_marker");
	user_symbols_free(s);
	s = user_symbols_new(&usual);
	assert_null(name_of(s, pid, at));
	user_symbols_free(s);
}

static void memory_may_run_out(void **state)
{
	(void)state;
	for (long successes = 0; successes < 120; successes++) {
		struct user_symbols *s;

		mem_fail_after(successes);
		s = user_symbols_new(&usual);
		if (s)
			name_of(s, getpid(), (uint64_t)(uintptr_t)user_symbols_marker);
		user_symbols_free(s);
		mem_fail_after(-1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_functions_are_found),
		cmocka_unit_test(return_addresses_belong_to_their_calls),
		cmocka_unit_test(the_vdso_has_names),
		cmocka_unit_test(what_is_not_mapped_has_no_name),
		cmocka_unit_test(processes_that_are_gone),
		cmocka_unit_test(memory_may_run_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
