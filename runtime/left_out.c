/* runtime/left_out.c - notices on maps that a format cannot show.  Called by the sinks. */
#include "runtime/left_out.h"

#include "runtime/base/log.h"
#include "runtime/base/util.h"

void left_out_tell(struct sink_context *ctx, struct left_out *l, const char *map, const char *why)
{
	const char *const *told = (const void *)l->names.data;

	for (size_t i = 0; i < l->names.len / sizeof(map); i++)
		if (str_eq(told[i], map))
			return;
	buffer_append(&l->names, &map, sizeof(map));
	if (!ctx->quiet)
		log_notice("map '%s': left out of this format: %s", map, why);
}

void left_out_close(struct left_out *l)
{
	buffer_free(&l->names);
}
