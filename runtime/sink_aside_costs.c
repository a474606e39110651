/* runtime/sink_aside_costs.c - the report of --stats for people: a line for each probe, then one
 * for each map.  A member of sinks (runtime/sink_aside.h). */
#include <inttypes.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/base/unit.h"
#include "runtime/base/util.h"
#include "runtime/sink_aside.h"

enum { PROBE, RUNS, MISSED, TOTAL, AVERAGE, SHARE, COLUMNS };

/* One line: the probe's name first, numbers to the right of their columns. */
struct line {
	const char *cells[COLUMNS];
};

static const struct line titles = { { "PROBE", "RUNS", "MISSED", "TOTAL", "AVERAGE", "CPU" } };

static const char *time_cell(struct arena *a, uint64_t ns)
{
	struct buffer b = { 0 };
	const char *text;

	unit_put(&b, UNIT_NS, false, ns);
	text = arena_strdup(a, buffer_text(&b));
	buffer_free(&b);
	return text;
}

static struct line line_of(struct arena *a, const struct probe_cost *p, uint64_t duration_ns)
{
	return (struct line){ {
		[PROBE] = p->probe,
		[RUNS] = arena_printf(a, "%" PRIu64, p->runs),
		[MISSED] = arena_printf(a, "%" PRIu64, p->missed),
		[TOTAL] = time_cell(a, p->ns),
		[AVERAGE] = p->runs ? time_cell(a, p->ns / p->runs) : "-",
		[SHARE] = arena_printf(
			a, "%.3f%%", duration_ns ? 100.0 * (double)p->ns / (double)duration_ns : 0),
	} };
}

static void tell_line(const struct line *line, const int *widths)
{
	log_notice("%-*s  %*s  %*s  %*s  %*s  %*s", widths[PROBE], line->cells[PROBE], widths[RUNS],
		line->cells[RUNS], widths[MISSED], line->cells[MISSED], widths[TOTAL],
		line->cells[TOTAL], widths[AVERAGE], line->cells[AVERAGE], widths[SHARE],
		line->cells[SHARE]);
}

/* What neither ran nor cost anything is only counted. */
static size_t idle_probes(const struct cost_report *r)
{
	size_t idle = 0;

	for (size_t i = 0; i < r->probe_count; i++)
		idle += !r->probes[i].runs && !r->probes[i].missed && !r->probes[i].ns;
	return idle;
}

void aside_costs(struct sink_context *ctx, const struct cost_report *r)
{
	struct arena *a = ctx->decode->arena;
	size_t idle = idle_probes(r), shown = r->probe_count - idle;
	struct line *lines = arena_new_array(a, struct line, r->probe_count + 1);
	int widths[COLUMNS] = { 0 };

	lines[0] = titles;
	/* they are the last ones */
	for (size_t i = 0; i < shown; i++)
		lines[i + 1] = line_of(a, &r->probes[i], r->duration_ns);
	for (size_t i = 0; i <= shown; i++)
		for (int c = 0; c < COLUMNS; c++)
			widths[c] = MAX_OF(widths[c], (int)strlen(lines[i].cells[c]));
	for (size_t i = 0; shown && i <= shown; i++)
		tell_line(&lines[i], widths);
	if (idle)
		log_notice("%zu probe%s did not run", idle, idle == 1 ? "" : "s");
	for (size_t i = 0; i < r->map_count; i++)
		log_notice("map %s: %" PRIu64 " of %" PRIu64 " entries", r->maps[i].map,
			r->maps[i].entries, r->maps[i].limit);
	arena_reset(a);
}
