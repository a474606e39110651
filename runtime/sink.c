/* runtime/sink.c - the table of output formats; a new format is one row here and one file. */
#include "runtime/sink.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/util.h"

const struct sink *const sinks[] = { &text_sink, &json_sink, &csv_sink, &tsv_sink, &folded_sink,
	&openmetrics_sink, NULL };

const struct message_kind message_runtime_error = { .name = "runtime_error" };

int sink_open(const struct sink *sink, struct sink_context *ctx)
{
	ctx->state = sink->state_size ? mem_zalloc(1, sink->state_size) : NULL;
	return !sink->state_size || ctx->state ? 0 : -ENOMEM;
}

void sink_close(const struct sink *sink, struct sink_context *ctx)
{
	if (ctx->state && sink->close)
		sink->close(ctx);
	mem_free(ctx->state);
	ctx->state = NULL;
}

const char *sink_source_name(const struct place *place)
{
	return place->source->name[0] == '<' ? "stdin" : place->source->name;
}

const struct sink *sink_find(const char *name)
{
	for (size_t i = 0; sinks[i]; i++)
		if (strcmp(sinks[i]->name, name) == 0)
			return sinks[i];
	return NULL;
}
