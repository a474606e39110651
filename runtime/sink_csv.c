/* runtime/sink_csv.c - the CSV format (RFC 4180): fields between commas, in quotes where they have
 * to be.  Called by the session. */
#include <string.h>

#include "runtime/columns.h"
#include "runtime/sink_aside.h"

static bool needs_quotes(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (memchr(",\"\r\n", bytes[i], 4))
			return true;
	return false;
}

static void put_field(struct buffer *b, const char *bytes, size_t len)
{
	if (!needs_quotes(bytes, len)) {
		buffer_append(b, bytes, len);
		return;
	}
	buffer_putc(b, '"');
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '"')
			buffer_putc(b, '"');
		buffer_putc(b, bytes[i]);
	}
	buffer_putc(b, '"');
}

static const struct columns_form form = { .separator = ',', .put_field = put_field };

static void csv_value(struct sink_context *ctx, const struct value *v)
{
	columns_value(ctx, &form, v);
}

static void csv_map(struct sink_context *ctx, const struct map_view *view)
{
	columns_map(ctx, &form, view);
}

static void csv_table(struct sink_context *ctx, const struct table_view *view)
{
	columns_table(ctx, &form, view);
}

const struct sink csv_sink = {
	.name = "csv",
	.help = "for sheets and databases: rows of fields between commas",
	.for_programs = true,
	.state_size = sizeof(struct columns_state),
	.close = columns_close,
	.attached = aside_attached,
	.lost = aside_lost,
	.text = aside_text,
	.value = csv_value,
	.map = csv_map,
	.table = csv_table,
	.helper_failed = aside_helper_failed,
	.message = aside_message,
	.maps_at_exit = columns_nothing_at_exit,
	.summary = aside_summary,
	.costs = aside_costs,
	.tests = aside_tests,
	.benches = aside_benches,
};
