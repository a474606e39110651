/* compiler/fmt.c - the canonical layout of a script, without the passes behind the parser: names,
 * types and this machine do not matter.  Called by the driver instead of the passes. */
#include "compiler/fmt.h"

#include "compiler/fmt_internal.h"
#include "runtime/base/util.h"

/* Mistakes of the text itself; headers that are not installed, and what the compiler cannot do yet,
 * are none. */
static const bool is_syntax[DIAG_COUNT] = {
	[DIAG_BAD_CHARACTER] = true,
	[DIAG_UNTERMINATED_COMMENT] = true,
	[DIAG_UNTERMINATED_STRING] = true,
	[DIAG_BAD_ESCAPE] = true,
	[DIAG_BAD_INTEGER] = true,
	[DIAG_INTEGER_TOO_LARGE] = true,
	[DIAG_BAD_POSITIONAL] = true,
	[DIAG_NOT_UTF8] = true,
	[DIAG_EXPECTED] = true,
	[DIAG_MISPLACED] = true,
	[DIAG_TOO_DEEP] = true,
	[DIAG_NOT_ASSIGNABLE] = true,
	[DIAG_INTERNAL] = true,
	[DIAG_DIRECTIVE] = true,
	[DIAG_BAD_MACRO] = true,
	[DIAG_C_DEFINITION] = true,
};

void fmt_script(struct compilation *c, struct buffer *out)
{
	struct buffer text = { 0 };
	struct pieces pieces;

	diags_keep(c->diags, is_syntax);
	parse_pass(c);
	if (diags_have_errors(c->diags))
		return;
	if (fmt_pieces(c, &pieces)) {
		fmt_roles(&pieces);
		fmt_layout(&pieces, &text);
	}
	if (text.failed || !fmt_same_pieces(&pieces, &text))
		diag_error(c->diags, SPAN_NONE, DIAG_INTERNAL,
			"the script cannot be laid out without a change to it");
	else
		buffer_append(out, text.data, text.len);
	buffer_free(&text);
}
