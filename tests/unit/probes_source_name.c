/* tests/unit/probes_source_name.c - which symbols are meant by names and patterns as in the
 * source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "probes/source_name.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"

static void test_match(void **state)
{
	static const struct {
		const char *text;
		bool wild;
		const char *symbol;
		bool meant;
	} cases[] = {
		{ "ns::f", false, "_ZN2ns1fEi", true },
		{ "ns::f(int)", false, "_ZN2ns1fEi", true },
		{ "ns::f(char)", false, "_ZN2ns1fEi", false },
		{ "ns::f", false, "_ZN2ns1fEPKc", true },
		{ "ns::f", false, "_ZN2ns2ffEi", false },
		{ "f", false, "_ZN2ns1fEi", false },
		{ "f(int)", false, "_ZN2ns1fEi", false },
		{ "ns::f", false, "f", false },
		{ "ns::f", false, "_ZN2ns1fEi.constprop.0", true },
		{ "ns::*", true, "_ZN2ns1fEi", true },
		{ "*::f", true, "_ZN2ns1fEi", true },
		{ "ns::?", true, "_ZN2ns1fEi", true },
		{ "*(int)", true, "_ZN2ns1fEi", true },
		{ "ns::*int)", true, "_ZN2ns1fEi", true },
		{ "ns::*", true, "_ZN3nsx1fEi", false },
		{ "ns::g", false, "_ZN2ns1gIiEET_S1_", true },
		{ "ns::g<int>", false, "_ZN2ns1gIiEET_S1_", true },
		{ "ns::g<int>(int)", false, "_ZN2ns1gIiEET_S1_", true },
		{ "int ns::g<int>(int)", false, "_ZN2ns1gIiEET_S1_", true },
		{ "ns::g<double>", false, "_ZN2ns1gIiEET_S1_", false },
		{ "ns::A::operator+", false, "_ZNK2ns1AplEi", true },
		{ "ns::A::operator<", false, "_ZNK2ns1AltEi", true },
		{ "ns::A::A", false, "_ZN2ns1AC2Ei", true },
		{ "ns::A::~A", false, "_ZN2ns1AD1Ev", true },
		{ "std::string::append", false, "_ZNSs6appendEPKc", true },
		{ "prog::inner::work", false, "_ZN4prog5inner4work17h0123456789abcdefE", true },
		{ "prog::inner::work", false, "_RNvNtCs1234_4prog5inner4work", true },
		{ "", false, "_ZN2ns1fEi", false },
		{ "<", false, "_ZN2ns1fEi", false },
		{ "*", true, "main", false },
	};
	struct buffer shown = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct source_name n;

		source_name_init(&n, cases[i].text, cases[i].wild);
		if (source_name_match(&n, cases[i].symbol, &shown) != cases[i].meant)
			fail_msg("'%s' and %s", cases[i].text, cases[i].symbol);
	}
	struct source_name n;

	source_name_init(&n, "ns::f", false);
	assert_true(source_name_match(&n, "_ZN2ns1fEi", &shown));
	assert_string_equal(buffer_text(&shown), "ns::f(int)");
	buffer_free(&shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_match) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
