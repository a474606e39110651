/* runtime/columns.h - prints as rows of fields under a header (output.md H2): what csv and tsv have
 * in common. */
#pragma once

#include "runtime/sink.h"

/** How a format writes its fields. */
struct columns_form {
	char separator;
	/** Append the text of a field so that it can be told from what stands around it. */
	void (*put_field)(struct buffer *b, const char *bytes, size_t len);
};

/** The state of a sink of columns: the header that was written last. */
struct columns_state {
	struct buffer header;
};

/** Members of the sinks, and what their form is. */
void columns_value(
	struct sink_context *ctx, const struct columns_form *form, const struct value *v);
void columns_map(
	struct sink_context *ctx, const struct columns_form *form, const struct map_view *view);
void columns_table(
	struct sink_context *ctx, const struct columns_form *form, const struct table_view *view);
void columns_nothing_at_exit(struct sink_context *ctx);
void columns_close(struct sink_context *ctx);
