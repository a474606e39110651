/* runtime/sink_openmetrics.c - the OpenMetrics format: one exposition at exit, of each map as it
 * was printed last.  Called by the session. */
#include "runtime/left_out.h"
#include "runtime/openmetrics.h"
#include "runtime/sink_aside.h"

struct openmetrics_state {
	struct exposition exposition;
	struct left_out left_out;
};

static void openmetrics_map(struct sink_context *ctx, const struct map_view *view)
{
	struct openmetrics_state *s = ctx->state;
	const char *why;

	/* what is shown per second is a counter all the same, and exposed as that at exit */
	if (view->count == 0 || view->entries[0].value.kind == VALUE_RATE)
		return;
	why = exposition_put_map(&s->exposition, ctx->decode, view);
	if (why)
		left_out_tell(ctx, &s->left_out, view->name, why);
}

/* Its maps are what is exposed. */
static void openmetrics_table(struct sink_context *ctx, const struct table_view *view)
{
	(void)ctx;
	(void)view;
}

static void openmetrics_maps_at_exit(struct sink_context *ctx)
{
	(void)ctx;
}

static void openmetrics_summary(struct sink_context *ctx, const struct run_summary *s)
{
	struct openmetrics_state *state = ctx->state;

	exposition_put_summary(&state->exposition, s);
	exposition_write(&state->exposition, ctx->out);
}

static void openmetrics_close(struct sink_context *ctx)
{
	struct openmetrics_state *s = ctx->state;

	exposition_close(&s->exposition);
	left_out_close(&s->left_out);
}

const struct sink openmetrics_sink = {
	.name = "openmetrics",
	.help = "for Prometheus and its like: the maps at exit",
	.for_programs = true,
	.state_size = sizeof(struct openmetrics_state),
	.close = openmetrics_close,
	.attached = aside_attached,
	.lost = aside_lost,
	.text = aside_text,
	.value = aside_value,
	.map = openmetrics_map,
	.table = openmetrics_table,
	.helper_failed = aside_helper_failed,
	.message = aside_message,
	.maps_at_exit = openmetrics_maps_at_exit,
	.summary = openmetrics_summary,
	.costs = aside_costs,
	.tests = aside_tests,
	.benches = aside_benches,
};
