/* runtime/refused.c - says at the map's place in the script that it took no more.  Called once a
 * second by runtime/stream.c; the counts also go into the summary of runtime/finish.c. */
#include "runtime/refused.h"

#include <errno.h>
#include <inttypes.h>

#include "runtime/base/source.h"
#include "runtime/base/util.h"

int refused_open(struct refused *r, const struct image *image)
{
	uint32_t count = image->counts[IMAGE_MAPS];

	r->told = mem_zalloc(count ? count : 1, sizeof(*r->told));
	return r->told ? 0 : -ENOMEM;
}

void refused_close(struct refused *r)
{
	mem_free(r->told);
	r->told = NULL;
}

uint64_t refused_count(struct maps *m, uint32_t map)
{
	uint32_t twin = m->image->maps[map].twin;
	uint64_t count = maps_counter(m, COUNTER_MAPS + map);

	return twin == IMAGE_NONE ? count : count + maps_counter(m, COUNTER_MAPS + twin);
}

static void warn(struct actions *a, uint32_t map, uint64_t count)
{
	const struct image_map *m = &a->image->maps[map];
	struct place place = source_place(&a->image->script, m->span_start);

	buffer_clear(&a->text);
	buffer_printf(&a->text,
		"map '%s': %" PRIu64 " update%s refused: it takes at most %" PRIu32
		" keys (%s), fewer when memory is short",
		image_text(a->image, m->name), count, count == 1 ? " was" : "s were",
		m->max_entries, m->flags & IMAGE_MAP_DECLARED ? "its declaration" : "max_map_keys");
	a->sink->message(a->sink_context, &message_runtime_error, buffer_text(&a->text), &place);
	output_added(a->output);
}

void refused_tell(struct refused *r, struct actions *a)
{
	for (uint32_t i = 0; a->warnings && i < a->image->counts[IMAGE_MAPS]; i++) {
		const struct image_map *m = &a->image->maps[i];
		uint64_t count;

		/* scalars have their one entry from the start */
		if (!(m->flags & IMAGE_MAP_USER) || m->flags & (IMAGE_MAP_TWIN | IMAGE_MAP_SCALAR))
			continue;
		count = refused_count(a->maps, i);
		if (count != r->told[i])
			warn(a, i, count - r->told[i]);
		r->told[i] = count;
	}
}
