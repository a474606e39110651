/* tests/unit/probes_demangle.c - names of C++ and Rust functions, and names that are made to be
 * endless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probes/demangle.h"
#include "runtime/base/buffer.h"

static void expect(const char *mangled, const char *name)
{
	struct buffer b = { 0 };

	buffer_puts(&b, "is ");
	assert_int_equal(demangle(mangled, &b), name != NULL);
	assert_memory_equal(buffer_text(&b), "is ", 3);
	assert_string_equal(buffer_text(&b) + 3, name ? name : "");
	buffer_free(&b);
}

/* The C++ ABI's own examples, and one of each of the two ways of Rust. */
static void names_of_languages(void **state)
{
	(void)state;
	expect("_Z1fv", "f()");
	expect("_ZN2ns5Class6methodEi", "ns::Class::method(int)");
	expect("_ZNSt6vectorIiSaIiEE9push_backEOi",
		"std::vector<int, std::allocator<int> >::push_back(int&&)");
	expect("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE", "core::fmt::Write::write_fmt");
	expect("_RNvC7mycrate8function", "mycrate::function");
}

static void other_names_stay(void **state)
{
	(void)state;
	expect("main", NULL);
	expect("", NULL);
	expect("_", NULL);
	expect("_Z", NULL);
	expect("_ZN", NULL);
	expect("_R", NULL);
	expect("_Zebra", NULL);
}

/* Each parameter is a pair of two of the one before: thirty of them are a name of gigabytes. */
static void endless_names_end(void **state)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct buffer b = { 0 };

	(void)state;
	buffer_puts(&b, "_Z1f4pairIiiE");
	for (int i = 0; i < 2; i++)
		buffer_printf(&b, "S_IS%c_S%c_E", digits[i], digits[i]);
	expect(buffer_text(&b),
		"f(pair<int, int>, pair<pair<int, int>, pair<int, int> >, pair<pair<pair<int, int>, pair<int, int> >, "
		"pair<pair<int, int>, pair<int, int> > >)");
	for (int i = 2; i < 32; i++)
		buffer_printf(&b, "S_IS%c_S%c_E", digits[i], digits[i]);
	expect(buffer_text(&b), NULL);
	buffer_clear(&b);
	buffer_puts(&b, "_Z");
	buffer_fill(&b, 'P', 100000);
	expect(buffer_text(&b), NULL);
	buffer_free(&b);
}

/* An identifier in punycode, wherever the longest text ends: before, in and behind it.  What is
 * lost is told by the leak sanitizer. */
static void names_of_other_scripts_end(void **state)
{
	(void)state;
	for (size_t len = DEMANGLED_MOST - 20; len < DEMANGLED_MOST + 20; len++) {
		struct buffer mangled = { 0 }, name = { 0 };
		size_t whole = len + strlen("::g\303\266del");

		buffer_printf(&mangled, "_RNvC%zu_", len);
		buffer_fill(&mangled, 'a', len);
		buffer_puts(&mangled, "u8gdel_5qa");
		assert_int_equal(demangle(buffer_text(&mangled), &name), whole <= DEMANGLED_MOST);
		assert_int_equal(name.len, whole <= DEMANGLED_MOST ? whole : 0);
		if (name.len)
			assert_string_equal(buffer_text(&name) + len, "::g\303\266del");
		buffer_free(&mangled);
		buffer_free(&name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_languages),
		cmocka_unit_test(other_names_stay),
		cmocka_unit_test(endless_names_end),
		cmocka_unit_test(names_of_other_scripts_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
