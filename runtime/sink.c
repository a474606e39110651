/* runtime/sink.c - the table of output formats; a new format is one row here and one file. */
#include "runtime/sink.h"

#include <string.h>

const struct sink *const sinks[] = { &text_sink, &json_sink, NULL };

const struct message_kind message_runtime_error = { .name = "runtime_error" };

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
