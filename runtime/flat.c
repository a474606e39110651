/* runtime/flat.c - values as one field each.  Called by runtime/columns.c, runtime/openmetrics.c and runtime/sink_text_table.c. */
#include "runtime/flat.h"

/* What separates frames stands in none. */
void flat_put_stack(struct buffer *b, const struct value *v)
{
	for (size_t i = v->stack.count; i-- > 0;) {
		const struct value_frame *f = &v->stack.frames[i];
		size_t start = b->len;

		buffer_append(b, f->text, f->len);
		for (size_t j = start; j < b->len; j++)
			if (b->data[j] == ';')
				b->data[j] = ':';
		if (i)
			buffer_putc(b, ';');
	}
}

void flat_put(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	enum text_escape shown = ctx->escape;
	struct value raw = *v;

	/* the formats have escapes of their own */
	ctx->escape = ESCAPE_NONE;
	raw.unit = UNIT_NONE;
	if (v->kind == VALUE_STACK)
		flat_put_stack(b, v);
	else if (v->kind == VALUE_RATE)
		value_put_rate(b, &raw);
	else if (v->kind != VALUE_NONE)
		value_put_raw(ctx, b, v);
	ctx->escape = shown;
}
