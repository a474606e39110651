/* tests/unit/probes_machine.c - system calls, CPUs and namespaces against what the C library and
 * the headers say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/cpus.h"
#include "probes/machine.h"
#include "probes/syscalls.h"
#include "runtime/base/util.h"

static void test_known_calls(void **state)
{
#define KNOWN(name) { #name, SYS_##name }
	static const struct {
		const char *name;
		int number;
	} calls[] = {
		KNOWN(read),
		KNOWN(write),
		KNOWN(openat),
		KNOWN(getppid),
		KNOWN(execve),
		KNOWN(clone3),
		KNOWN(bpf),
		KNOWN(futex),
		KNOWN(pidfd_open),
		KNOWN(set_mempolicy_home_node),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		assert_int_equal(machine_syscall_number(calls[i].name), calls[i].number);
		assert_string_equal(machine_syscall_name((uint32_t)calls[i].number), calls[i].name);
	}
	assert_int_equal(machine_syscall_number("no_such_call"), -1);
	assert_int_equal(machine_syscall_number("syscalls"), -1);
	assert_null(machine_syscall_name(machine_syscall_limit()));
	assert_null(machine_syscall_name(UINT32_MAX));
}

#ifdef __x86_64__
/* Every line of the header, read as text, and nothing else below the calls that are newer than
 * it. */
static void test_header(void **state)
{
	FILE *f = fopen("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "r");
	char line[256], name[128];
	int number, count = 0, highest = 0;

	(void)state;
	if (!f) {
		print_message("the header is not where Debian has it\n");
		skip();
	}
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "#define __NR_%127s %d", name, &number) != 2)
			continue;
		assert_int_equal(machine_syscall_number(name), number);
		assert_string_equal(machine_syscall_name((uint32_t)number), name);
		highest = MAX_OF(highest, number);
		count++;
	}
	fclose(f);
	assert_true(count > 300);
	for (uint32_t i = 0; i <= (uint32_t)highest; i++)
		count -= machine_syscall_name(i) != NULL;
	/* two calls of x86 fill holes of the headers before 6.18 */
	assert_in_range(-count, 0, 2);
}
#endif

static void test_events(void **state)
{
	(void)state;
	assert_int_equal(syscall_event_number("openat"), SYS_openat);
	assert_int_equal(syscall_event_number("newuname"), SYS_uname);
	assert_int_equal(syscall_event_number("sendfile64"), SYS_sendfile);
	assert_int_equal(syscall_event_number("umount"), SYS_umount2);
	assert_int_equal(syscall_event_number("newfstat"), SYS_fstat);
	assert_int_equal(syscall_event_number("nonsense"), -1);
}

static void test_cpu_lists(void **state)
{
	(void)state;
	assert_int_equal(cpus_count("0"), 1);
	assert_int_equal(cpus_count("0-3"), 4);
	assert_int_equal(cpus_count("0-3,8,10-11\n"), 7);
	assert_int_equal(cpus_nth("0-3,8,10-11\n", 4), 8);
	assert_int_equal(cpus_nth("0-3,8,10-11\n", 6), 11);
	assert_int_equal(cpus_nth("0-3,8,10-11\n", 7), -1);
	assert_int_equal(cpus_count(""), 0);
	assert_int_equal(cpus_count("x"), 0);
	assert_int_equal(cpus_count("3-1"), 0);
	assert_int_equal(cpus_count("0-4294967295"), 0);
	assert_int_equal(cpus_nth("3-", 0), -1);
}

static void test_this_machine(void **state)
{
	char online[CPUS_TEXT];
	uint64_t dev, ino;
	struct stat st;

	(void)state;
	cpus_read(CPUS_ONLINE, online);
	assert_int_equal(cpus_count(online), sysconf(_SC_NPROCESSORS_ONLN));
	assert_true(machine_possible_cpus() >= (uint32_t)sysconf(_SC_NPROCESSORS_CONF));
	bool initial = machine_initial_pid_namespace(&dev, &ino);

	assert_int_equal(stat("/proc/self/ns/pid", &st), 0);
	assert_int_equal(ino, st.st_ino);
	assert_int_equal(initial, st.st_ino == 4026531836);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_calls),
#ifdef __x86_64__
		cmocka_unit_test(test_header),
#endif
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_cpu_lists),
		cmocka_unit_test(test_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
