/* runtime/flat.c - values as one field each.  Called by runtime/columns.c, runtime/openmetrics.c,
 * runtime/folded.c and runtime/sink_text_table.c. */
#include "runtime/flat.h"

void flat_keep_whole(struct buffer *b, size_t start)
{
	for (size_t i = start; i < b->len; i++)
		if (b->data[i] == ';')
			b->data[i] = ':';
}

void flat_put_stack(const struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	for (size_t i = v->stack.count; i-- > 0;) {
		const struct value_frame *f = &v->stack.frames[i];
		size_t start = b->len;

		buffer_append(b, f->text, f->len);
		flat_keep_whole(b, start);
		value_escape(ctx, b, start);
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
		flat_put_stack(ctx, b, v);
	else if (v->kind == VALUE_RATE)
		value_put_rate(b, &raw);
	else if (v->kind != VALUE_NONE)
		value_put_raw(ctx, b, v);
	ctx->escape = shown;
}
