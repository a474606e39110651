/* runtime/sink_folded.c - the folded format: a stack and its weight a line, as tools for flame
 * graphs read them.  Called by the session. */
#include <errno.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/folded.h"
#include "runtime/left_out.h"
#include "runtime/sink_aside.h"

static void put_line(void *arg, const struct folded_stack *stack)
{
	struct buffer *out = arg;

	for (size_t i = 0; i < stack->count; i++) {
		if (i)
			buffer_putc(out, ';');
		buffer_append(out, stack->frames[i].text, stack->frames[i].len);
		if (stack->frames[i].origin == FOLDED_KERNEL)
			buffer_puts(out, "_[k]");
	}
	buffer_putc(out, ' ');
	if (stack->weight.kind == VALUE_INT)
		buffer_put_i64(out, stack->weight.i);
	else
		buffer_put_u64(out, stack->weight.u);
	buffer_putc(out, '\n');
}

static void folded_map(struct sink_context *ctx, const struct map_view *view)
{
	const char *unfit = view->count ? folded_unfit(view) : NULL;

	if (unfit)
		left_out_tell(ctx, ctx->state, view->name, unfit);
	else if (folded_each(ctx->decode, view, put_line, ctx->out))
		log_error("map '%s': cannot be shown: %s", view->name, strerror(ENOMEM));
}

/* Stacks do not stand in tables. */
static void folded_table(struct sink_context *ctx, const struct table_view *view)
{
	(void)ctx;
	(void)view;
}

static void folded_maps_at_exit(struct sink_context *ctx)
{
	(void)ctx;
}

static void folded_close(struct sink_context *ctx)
{
	left_out_close(ctx->state);
}

const struct sink folded_sink = {
	.name = "folded",
	.help = "for flame graphs: a stack and its number a line",
	.for_programs = true,
	.state_size = sizeof(struct left_out),
	.close = folded_close,
	.attached = aside_attached,
	.lost = aside_lost,
	.text = aside_text,
	.value = aside_value,
	.map = folded_map,
	.table = folded_table,
	.helper_failed = aside_helper_failed,
	.message = aside_message,
	.maps_at_exit = folded_maps_at_exit,
	.summary = aside_summary,
	.costs = aside_costs,
	.tests = aside_tests,
	.benches = aside_benches,
};
