/* runtime/sink_tsv.c - the TSV format: fields between tabs, which like line feeds are escaped
 * within them.  Called by the session. */
#include <string.h>

#include "runtime/columns.h"
#include "runtime/sink_aside.h"

static void put_field(struct buffer *b, const char *bytes, size_t len)
{
	static const char specials[] = "\t\n\r\\", letters[] = "tnr\\";

	for (size_t i = 0; i < len; i++) {
		const char *special = memchr(specials, bytes[i], sizeof(specials) - 1);

		if (special)
			buffer_putc(b, '\\');
		buffer_putc(b, special ? letters[special - specials] : bytes[i]);
	}
}

static const struct columns_form form = { .separator = '\t', .put_field = put_field };

static void tsv_value(struct sink_context *ctx, const struct value *v)
{
	columns_value(ctx, &form, v);
}

static void tsv_map(struct sink_context *ctx, const struct map_view *view)
{
	columns_map(ctx, &form, view);
}

static void tsv_table(struct sink_context *ctx, const struct table_view *view)
{
	columns_table(ctx, &form, view);
}

const struct sink tsv_sink = {
	.name = "tsv",
	.help = "for awk and cut: the same between tabs",
	.for_programs = true,
	.state_size = sizeof(struct columns_state),
	.close = columns_close,
	.attached = aside_attached,
	.lost = aside_lost,
	.text = aside_text,
	.value = tsv_value,
	.map = tsv_map,
	.table = tsv_table,
	.helper_failed = aside_helper_failed,
	.message = aside_message,
	.maps_at_exit = columns_nothing_at_exit,
	.summary = aside_summary,
	.costs = aside_costs,
	.tests = aside_tests,
	.benches = aside_benches,
};
