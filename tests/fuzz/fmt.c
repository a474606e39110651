/* tests/fuzz/fmt.c - libFuzzer target for the formatter: a script without a mistake in its syntax
 * is laid out, means the same afterwards (the parser makes the same tree of it), and is not changed
 * when it is laid out again.  With -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/fmt.h"
#include "tests/fuzz/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The layout of a text, and its tree; false when its syntax has mistakes. */
static bool lay_out(const char *text, size_t len, struct buffer *layout, struct buffer *tree)
{
	struct fuzz_script s;
	int code;

	fuzz_script_open(&s, text, len);
	fmt_script(&s.c, layout);
	code = diags_exit_code(s.c.diags);
	if (!code)
		ast_dump(s.c.program, tree);
	fuzz_script_close(&s);
	if (code && code != 1)
		abort();
	return !code;
}

static void compare(const char *what, const struct buffer *a, const struct buffer *b)
{
	if (a->len == b->len && (!a->len || !memcmp(a->data, b->data, a->len)))
		return;
	fprintf(stderr, "the %s is another one the second time:\n%.*s\nbefore:\n%.*s\n", what,
		(int)b->len, b->data, (int)a->len, a->data);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer layout = { 0 }, tree = { 0 }, again = { 0 }, same_tree = { 0 };

	if (lay_out((const char *)data, size, &layout, &tree)) {
		if (!lay_out(buffer_text(&layout), layout.len, &again, &same_tree))
			abort();
		compare("layout", &layout, &again);
		compare("tree", &tree, &same_tree);
	} else if (layout.len) {
		abort();
	}
	buffer_free(&layout);
	buffer_free(&tree);
	buffer_free(&again);
	buffer_free(&same_tree);
	return 0;
}

#include "tests/fuzz/standalone.h"
