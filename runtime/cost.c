/* runtime/cost.c - what tracing costs: sums up the kernel's accounting of our programs, and shares
 * it among the probes that one program serves by how often each of them ran, which the programs
 * count themselves.  Called by runtime/session.c and runtime/limits.c. */
#include "runtime/cost.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"

static uint64_t spent_of(const int *fds, uint32_t count)
{
	uint64_t ns = 0;

	for (uint32_t i = 0; i < count; i++)
		if (fds[i] >= 0)
			ns += bpf_prog_times(fds[i]).ns;
	return ns;
}

uint64_t cost_spent_ns(const struct loaded *l)
{
	return spent_of(l->progs, l->image->counts[IMAGE_PROGS]) +
		spent_of(l->instances, l->image->counts[IMAGE_PROBES]);
}

/* The gathering: a row for each probe of the image, of which those that stand for a name are
 * used. */
struct gathering {
	const struct loaded *loaded;
	struct probe_cost *rows;
	uint32_t *visited;      /* per row: the round that came by last */
	uint32_t round;
};

/* The row of a probe that a program serves, once in a round; NULL: another program's, or seen. */
static struct probe_cost *row_served(struct gathering *g, uint32_t prog, uint32_t probe)
{
	const struct image_probe *p = &g->loaded->image->probes[probe];

	if (p->prog != prog || p->stage != PROBE_STAGE_ATTACH || g->loaded->instances[probe] >= 0 ||
		g->visited[p->number] == g->round)
		return NULL;
	g->visited[p->number] = g->round;
	return &g->rows[p->number];
}

/* The time of a program to the probes that it serves: in proportion to their runs, what is left by
 * rounding to the one that ran most. */
static void share_out(struct gathering *g, uint32_t prog)
{
	uint32_t probes = g->loaded->image->counts[IMAGE_PROBES];
	uint64_t ns = bpf_prog_times(g->loaded->progs[prog]).ns, left = ns, runs = 0;
	struct probe_cost *most = NULL, *row;

	g->round++;
	for (uint32_t i = 0; i < probes; i++) {
		row = row_served(g, prog, i);
		if (!row)
			continue;
		most = !most || row->runs > most->runs ? row : most;
		runs += row->runs;
	}
	g->round++;
	for (uint32_t i = 0; runs && i < probes; i++) {
		row = row_served(g, prog, i);
		if (row) {
			uint64_t part = (uint64_t)((unsigned __int128)ns * row->runs / runs);

			row->ns += part;
			left -= part;
		}
	}
	if (most)
		most->ns += left;
}

static void gather(struct gathering *g, struct maps *maps, const uint64_t *missed)
{
	const struct loaded *l = g->loaded;
	const struct image *image = l->image;
	uint32_t counters = COUNTER_MAPS + image->counts[IMAGE_MAPS];

	for (uint32_t i = 0; i < image->counts[IMAGE_PROBES]; i++) {
		uint32_t number = image->probes[i].number;
		struct probe_cost *row = &g->rows[number];

		if (image->probes[i].stage != PROBE_STAGE_ATTACH ||
			image->probes[i].flags & IMAGE_PROBE_ABSENT)
			continue;
		if (!row->probe) {
			row->probe = image_text(image, image->probes[number].text);
			row->runs = maps_counter(maps, counters + number);
		}
		row->missed += missed ? missed[i] : 0;
		if (l->instances[i] >= 0)
			row->ns += bpf_prog_times(l->instances[i]).ns;
	}
	for (uint32_t i = 0; i < image->counts[IMAGE_PROGS]; i++)
		if (l->progs[i] >= 0)
			share_out(g, i);
}

/* The dearest first. */
static int compare_rows(const void *a, const void *b)
{
	const struct probe_cost *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? 1 : -1;
	if (x->runs + x->missed != y->runs + y->missed)
		return x->runs + x->missed < y->runs + y->missed ? 1 : -1;
	return strcmp(x->probe, y->probe);
}

/* Only the rows that stand for a name, in order. */
static uint32_t sort_rows(struct probe_cost *rows, uint32_t count)
{
	uint32_t used = 0;

	for (uint32_t i = 0; i < count; i++)
		if (rows[i].probe)
			rows[used++] = rows[i];
	qsort(rows, used, sizeof(*rows), compare_rows);
	return used;
}

static int compare_fills(const void *a, const void *b)
{
	return strcmp(((const struct map_fill *)a)->map, ((const struct map_fill *)b)->map);
}

static uint32_t gather_fills(struct maps *maps, struct map_fill *fills)
{
	const struct image *image = maps->image;
	uint32_t count = 0;

	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS]; i++) {
		const struct image_map *m = &image->maps[i];
		struct map_fill *fill = &fills[count];

		if (!(m->flags & IMAGE_MAP_USER) || m->flags & (IMAGE_MAP_SCALAR | IMAGE_MAP_TWIN))
			continue;
		*fill = (struct map_fill){ .map = image_text(image, m->name),
			.limit = m->max_entries };
		if (!maps_count(maps, i, &fill->entries))
			count++;
	}
	qsort(fills, count, sizeof(*fills), compare_fills);
	return count;
}

void cost_tell(
	struct actions *a, const struct loaded *l, const uint64_t *missed, uint64_t duration_ns)
{
	uint32_t probes = l->image->counts[IMAGE_PROBES], maps = l->image->counts[IMAGE_MAPS];
	struct gathering g = {
		.loaded = l,
		.rows = mem_zalloc((size_t)probes + 1, sizeof(*g.rows)),
		.visited = mem_zalloc((size_t)probes + 1, sizeof(*g.visited)),
	};
	struct map_fill *fills = mem_zalloc((size_t)maps + 1, sizeof(*fills));
	struct cost_report report = { .probes = g.rows, .maps = fills, .duration_ns = duration_ns };

	if (!g.rows || !g.visited || !fills) {
		log_error("option '--stats': the costs cannot be told: %s", strerror(ENOMEM));
		goto out;
	}
	gather(&g, a->maps, missed);
	report.probe_count = sort_rows(g.rows, probes);
	report.map_count = gather_fills(a->maps, fills);
	a->sink->costs(a->sink_context, &report);
	output_added(a->output);
out:
	mem_free(g.rows);
	mem_free(g.visited);
	mem_free(fills);
}
