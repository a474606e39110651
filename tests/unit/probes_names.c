/* tests/unit/probes_names.c - names of numbers: sets of flags, errors, devices.  What Python calls
 * them is compared in tests/live/spec_17_new.t. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probes/device_name.h"
#include "probes/error_name.h"
#include "probes/flags.h"
#include "runtime/base/util.h"

static void assert_flags(const char *set, uint64_t value, const char *text)
{
	struct buffer b = { 0 };

	flag_set_put(&b, flag_set_find(set), value);
	assert_string_equal(buffer_text(&b), text);
	buffer_free(&b);
}

static void count_set(void *arg, const char *name)
{
	assert_non_null(flag_set_find(name));
	assert_int_equal(flag_set_is_gfp(flag_set_find(name)), str_eq(name, "gfp"));
	++*(int *)arg;
}

/* A name stands for all its bits: none is left, none is named twice. */
static void check_parts(void *arg, const char *name)
{
	const struct flag_set *set = flag_set_find(name);

	(void)arg;
	for (uint64_t bit = 0; bit < 32 && !flag_set_is_gfp(set); bit++) {
		struct buffer alone = { 0 }, more = { 0 };
		const char *hex;

		flag_set_put(&alone, set, 1ull << bit);
		flag_set_put(&more, set, 1ull << bit | 1ull << 40);
		hex = strstr(buffer_text(&alone), "0x");
		/* what has a name has it with unknown bits too, unless the set is of numbers */
		if (!hex && strcmp(name, "af") && strcmp(name, "ipproto"))
			assert_non_null(strstr(buffer_text(&more), "|0x10000000000"));
		if (hex)
			assert_null(strchr(hex, '|'));
		buffer_free(&alone);
		buffer_free(&more);
	}
}

static void test_flags(void **state)
{
	int count = 0;

	(void)state;
	flag_set_each(count_set, &count);
	assert_int_equal(count, 15);
	flag_set_each(check_parts, NULL);
	assert_null(flag_set_find("opne"));
	assert_null(flag_set_find(""));
	assert_flags("open", 0, "O_RDONLY");
	assert_flags("open", 0x8241, "O_WRONLY|O_CREAT|O_TRUNC|O_LARGEFILE");
	assert_flags("access", 0, "F_OK");
	assert_flags("at", 0, "0");
	assert_flags("prot", UINT64_MAX,
		"PROT_READ|PROT_WRITE|PROT_EXEC|PROT_SEM|PROT_GROWSDOWN|PROT_GROWSUP|0xfcfffff0");
	assert_flags("epoll", (uint64_t)INT32_MIN, "EPOLLET");
	assert_flags("epoll", (uint64_t)INT32_MIN - 1,
		"EPOLLIN|EPOLLPRI|EPOLLOUT|EPOLLERR|EPOLLHUP|EPOLLNVAL|EPOLLRDNORM|EPOLLRDBAND|EPOLLWRNORM|EPOLLWRBAND|"
		"EPOLLMSG|EPOLLRDHUP|EPOLLEXCLUSIVE|EPOLLWAKEUP|EPOLLONESHOT|0xffffffff0fffd800");
	assert_flags("af", 10, "AF_INET6");
	assert_flags("af", 0x100000002, "0x100000002");
}

static void test_errors(void **state)
{
	(void)state;
	for (int n = 1; n <= 133; n++) {
		const char *name = strerrorname_np(n);

		assert_int_equal(!name, !error_name(n));
		if (!name)
			continue;
		assert_string_equal(error_name(n), name);
		assert_string_equal(error_name(-n), name);
		assert_string_equal(error_name((uint32_t)-n), name);
	}
	assert_string_equal(error_name(-512), "ERESTARTSYS");
	assert_string_equal(error_name(524), "ENOTSUPP");
	assert_null(error_name(0));
	assert_null(error_name(520));
	assert_null(error_name(4095));
	assert_null(error_name(-4096));
	assert_null(error_name(4097 - 0x100000000));
	assert_null(error_name(0x100000002));
	assert_null(error_name(INT64_MIN));
	assert_null(error_name(INT64_MAX));
}

static void assert_device(uint64_t device, const char *text)
{
	struct buffer b = { 0 };

	device_put_name(&b, device);
	assert_string_equal(buffer_text(&b), text);
	buffer_free(&b);
}

static void test_devices(void **state)
{
	(void)state;
	assert_device(5u << 20, "tty");
	assert_device(0xffffffff, "4095:1048575");
	assert_device(0, "0:0");
	assert_device(UINT64_MAX, "17592186044415:1048575");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
