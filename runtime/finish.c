/* runtime/finish.c - prints the maps at exit and gathers the completeness counters.  Called by
 * runtime/session.c. */
#include "runtime/finish.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/refused.h"
#include "runtime/summary.h"

static int compare_names(const void *a, const void *b, void *image)
{
	const struct image *i = image;

	return strcmp(image_text(i, i->maps[*(const uint32_t *)a].name),
		image_text(i, i->maps[*(const uint32_t *)b].name));
}

static void out_of_memory(struct actions *a, const char *what)
{
	log_error("%s: cannot be shown: %s", what, strerror(ENOMEM));
	if (!a->err)
		a->err = -ENOMEM;
}

/* One map at exit; *printed says whether one was printed before. */
static void finish_map(struct actions *a, uint32_t index, bool *printed)
{
	struct map_request request = { .map = index };
	struct map_view view;
	int err = maps_read(a->maps, &request, &view);

	if (err && !a->err)
		a->err = err;
	if (!err && view.count) {
		if (!*printed)
			a->sink->maps_at_exit(a->sink_context);
		*printed = true;
		actions_show_map(a, &view);
		output_added(a->output);
	}
	arena_reset(a->sink_context->decode->arena);
}

void finish_maps(struct actions *a, bool at_exit)
{
	const struct image *image = a->image;
	uint32_t count = image->counts[IMAGE_MAPS], used = 0;
	uint32_t *order = mem_alloc((count ? count : 1) * sizeof(*order));
	bool printed = !at_exit;

	if (!order) {
		out_of_memory(a, "maps");
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		if (image->maps[i].flags & IMAGE_MAP_USER &&
			!(image->maps[i].flags & IMAGE_MAP_TWIN))
			order[used++] = i;
	qsort_r(order, used, sizeof(*order), compare_names, (void *)(uintptr_t)image);
	for (uint32_t i = 0; i < used; i++)
		finish_map(a, order[i], &printed);
	mem_free(order);
}

void finish_count_missed(
	const struct loaded *l, const struct attached *attached, uint64_t *counts)
{
	for (uint32_t i = 0; i < l->image->counts[IMAGE_PROBES]; i++) {
		const struct image_probe *probe = &l->image->probes[i];
		int fd = load_prog_of(l, i);
		bool counted = false;

		counts[i] = attach_missed(attached, i);
		/* a program that serves several probes is told about once, under the first */
		for (uint32_t j = 0; j < i && !counted && l->instances[i] < 0; j++)
			counted = l->image->probes[j].prog == probe->prog;
		if (probe->stage == PROBE_STAGE_ATTACH && fd >= 0 && !counted)
			counts[i] += bpf_prog_missed(fd);
	}
}

static void add_count(struct summary_count *list, size_t *used, const char *name, uint64_t count)
{
	if (count)
		list[(*used)++] = (struct summary_count){ name, count };
}

static void tell_unwound(struct actions *a)
{
	uint64_t failed =
		a->unwinder && !a->sink_context->quiet ? maps_counter(a->maps, COUNTER_UNWIND) : 0;

	if (failed)
		log_notice(
			"dw_ustack: %" PRIu64
			" stack%s could not be followed to the end; it knows the processes of -p, -c and --dwarf-pid",
			failed, failed == 1 ? "" : "s");
}

unsigned finish_summary(struct actions *a, const struct finish_counts *counts)
{
	const struct image *image = a->image;
	uint32_t maps = image->counts[IMAGE_MAPS], probes = image->counts[IMAGE_PROBES];
	struct summary_count *lists = mem_zalloc((size_t)maps + probes + 1, sizeof(*lists));
	struct run_summary summary = {
		.lost_events = actions_lost(a),
		.truncated_strings = a->sink_context->decode->truncated_strings,
		.unresolved_symbols = a->sink_context->decode->unresolved_symbols,
		.skipped_probes = image->header->skipped_probes,
		.stopped_early = counts->stopped_early,
		.duration_ns = counts->duration_ns,
		.map_full = lists,
		.missed_runs = lists + maps,
	};
	unsigned set;

	if (!lists) {
		out_of_memory(a, "completeness of the run");
		return 0;
	}
	for (uint32_t i = 0; i < maps; i++)
		if (!(image->maps[i].flags & IMAGE_MAP_TWIN))
			add_count(summary.map_full, &summary.map_full_count,
				image_text(image, image->maps[i].name), refused_count(a->maps, i));
	for (uint32_t i = 0; counts->missed_after && i < probes; i++)
		add_count(summary.missed_runs, &summary.missed_runs_count,
			image_text(image, image->probes[i].text),
			counts->missed_after[i] - counts->missed_before[i]);
	add_count(summary.missed_runs, &summary.missed_runs_count, "sonde",
		maps_counter(a->maps, COUNTER_MISSED));
	tell_unwound(a);
	a->sink->summary(a->sink_context, &summary);
	output_added(a->output);
	set = summary_counters(&summary);
	mem_free(lists);
	return set;
}
