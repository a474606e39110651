/* tests/unit/probes_gfp.c - GFP flag names: lists as kernels print them, and broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probes/gfp.h"

/* as Linux 6.18 writes it, and as 6.1 does, both cut short */
static const char new_form[] =
	"print fmt: \"gfp_flags=%s\", (REC->gfp_flags) ? __print_flags(REC->gfp_flags, \"|\", "
	"{( unsigned long)((( gfp_t)(((((1UL))) << (10))|((((1UL))) << (11)))) | (( gfp_t)((((1UL))) << (6)))), \"GFP_NOFS\"}, "
	"{( unsigned long)(( gfp_t)((((1UL))) << (6))), \"__GFP_IO\"}, "
	"{( unsigned long)((( gfp_t)0x3f) & ~(( gfp_t)0x3e)), \"__GFP_DMA\"}) : \"none\"";
static const char old_form[] =
	"print fmt: \"%s\", (REC->gfp_flags) ? __print_flags(REC->gfp_flags, \"|\", {(unsigned long)((( gfp_t)(0x400u|0x800u))), "
	"\"__GFP_RECLAIM\"}, {(unsigned long)(( gfp_t)0x100u), \"__GFP_ZERO\"}) : \"none\"";

static void expect(const char *format, uint64_t flags, const char *text)
{
	struct gfp_names *names = gfp_names_parse(format);
	struct buffer out = { 0 };

	gfp_put(&out, names, flags);
	assert_string_equal(buffer_text(&out), text);
	buffer_free(&out);
	gfp_names_free(names);
}

static void names_in_the_kernels_order(void **state)
{
	(void)state;
	expect(new_form, 0, "0");
	expect(new_form, 0xc40, "GFP_NOFS");
	expect(new_form, 0x40, "__GFP_IO");
	expect(new_form, 0xc41, "GFP_NOFS|__GFP_DMA");
	expect(new_form, 0x80000040, "__GFP_IO|0x80000000");
	expect(old_form, 0xd00, "__GFP_RECLAIM|__GFP_ZERO");
}

static void broken_lists_give_numbers(void **state)
{
	(void)state;
	expect("", 5, "0x5");
	expect("__print_flags(", 5, "0x5");
	expect("__print_flags({(1 << , \"A\"}", 1, "0x1");
	expect("__print_flags({1, \"A\"}, {2, \"B", 3, "A|0x2");
	expect("__print_flags({((((((1, \"A\"}", 1, "0x1");
	expect("__print_flags({1, \"\"}", 1, "0x1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_the_kernels_order),
		cmocka_unit_test(broken_lists_give_numbers),
	};

	return cmocka_run_group_tests_name("probes_gfp", tests, NULL, NULL);
}
