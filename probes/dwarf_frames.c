/* probes/dwarf_frames.c - from addresses to functions, inlined ones too, and source lines, and from
 * source lines to addresses.  Part of the DWARF reader. */
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

#define INLINED_MOST 64
#define DEPTH_MOST 64            /* of blocks and inlined functions in each other */
#define ROWS_MOST (1u << 28)    /* of all units that a line is looked for in */

/* Entries of what was inlined at an address, the outermost first. */
struct inlined {
	struct dwarf_die items[INLINED_MOST];
	uint32_t count;
};

/* Lexical blocks have inlined functions in them, and those others. */
static void find_inlined(
	const struct dwarf_die *parent, uint64_t address, int depth, struct inlined *out)
{
	struct dwarf_die d;

	for (bool more = depth < DEPTH_MOST && dwarf_die_child(parent, &d); more;
		more = dwarf_die_next(&d)) {
		bool is_inlined = d.abbrev.tag == DW_TAG_inlined_subroutine;

		if ((!is_inlined && d.abbrev.tag != DW_TAG_lexical_block) ||
			!dwarf_die_covers(&d, address))
			continue;
		if (is_inlined && out->count < INLINED_MOST)
			out->items[out->count++] = d;
		find_inlined(&d, address, depth + 1, out);
		return;
	}
}

static void set_source(struct dwarf_frame *f, const struct dwarf_lines *lines, uint64_t file,
	uint64_t line, uint64_t column)
{
	f->has_source = lines && dwarf_source_path(lines, file, f->file);
	f->line = (uint32_t)line;
	f->column = (uint32_t)column;
}

bool dwarf_frames_at(struct dwarf *d, uint64_t address,
	bool (*visit)(const struct dwarf_frame *frame, void *arg), void *arg)
{
	struct dwarf_unit *u = dwarf_unit_covering(d, address);
	struct inlined inlined = { .count = 0 };
	struct dwarf_die function;
	struct dwarf_frame f = { .function = NULL };

	if (!u)
		return false;
	const struct dwarf_lines *lines = dwarf_unit_rows(dwarf_unit_skeleton(u)),
				 *names = u->skeleton ? dwarf_unit_lines(u) : lines;
	const struct dwarf_row *row = lines ? dwarf_row_at(lines, address) : NULL;
	bool has_function = dwarf_function_at(d, address, &function);

	if (has_function)
		find_inlined(&function, address, 0, &inlined);
	if (row)
		set_source(&f, lines, row->file, row->line, row->column);
	for (uint32_t i = inlined.count; i-- > 0;) {
		const struct dwarf_die *call = &inlined.items[i];

		f.function = dwarf_die_full_name(call);
		f.inlined = true;
		if (visit(&f, arg))
			return true;
		set_source(&f, names, dwarf_die_number(call, DW_AT_call_file, UINT64_MAX),
			dwarf_die_number(call, DW_AT_call_line, 0),
			dwarf_die_number(call, DW_AT_call_column, 0));
	}
	f.function = has_function ? dwarf_die_full_name(&function) : NULL;
	f.inlined = false;
	if (f.function || f.has_source)
		visit(&f, arg);
	return f.function || f.has_source;
}

/* Lines to addresses */

struct line_search {
	struct dwarf *dwarf;
	const struct dwarf_line_query *query;
	struct {
		struct found_line {
			uint64_t copy, address;
		} * items;
		size_t count, capacity;
	} found;
	uint64_t rows;                  /* that were looked at */
	bool failed;
};

/* "dir/file.c" is any file whose path ends so. */
static bool is_file(const struct dwarf_lines *t, uint64_t file, const char *wanted)
{
	char path[PATH_MAX];
	size_t len, wanted_len = strlen(wanted);

	if (!dwarf_source_path(t, file, path))
		return false;
	len = strlen(path);
	return len >= wanted_len && str_eq(path + len - wanted_len, wanted) &&
		(len == wanted_len || wanted[0] == '/' || path[len - wanted_len - 1] == '/');
}

/* Which copy of the code an address is in: the entry of the innermost inlined function, or of the
 * function. */
static uint64_t copy_at(struct dwarf *d, uint64_t address)
{
	struct inlined inlined = { .count = 0 };
	struct dwarf_die function;

	if (!dwarf_function_at(d, address, &function))
		return UINT64_MAX;
	find_inlined(&function, address, 0, &inlined);
	return inlined.count ? inlined.items[inlined.count - 1].offset : function.offset;
}

static void take_row(struct line_search *s, const struct dwarf_row *row)
{
	struct found_line one = { copy_at(s->dwarf, row->address), row->address };
	const struct found_line *last = s->found.count ? &s->found.items[s->found.count - 1] : NULL;

	/* rows come in the order of their addresses */
	if (!last || last->copy != one.copy)
		s->failed |= !VEC_PUSH(&s->found, one);
}

static int compare_found(const void *a, const void *b)
{
	const struct found_line *x = a, *y = b;

	if (x->copy != y->copy)
		return x->copy < y->copy ? -1 : 1;
	return x->address < y->address ? -1 : x->address > y->address;
}

/* The first address of each copy. */
static void add_found(struct line_search *s, struct dwarf_line_result *out)
{
	const struct found_line *found = s->found.items;

	if (s->found.count)
		qsort(s->found.items, s->found.count, sizeof(*s->found.items), compare_found);
	for (size_t i = 0; i < s->found.count; i++)
		if (!i || found[i].copy != found[i - 1].copy)
			s->failed |= !VEC_PUSH(out, found[i].address);
}

static void search_unit(struct line_search *s, struct dwarf_unit *u, struct dwarf_line_result *out)
{
	const struct dwarf_lines *t = dwarf_unit_lines(u);
	uint8_t *same = t ? mem_zalloc(t->files.count + 1, 1) : NULL;
	bool has_file = false;

	s->found.count = 0;
	for (size_t i = 0; same && i < t->files.count; i++)
		has_file |= (same[i] = is_file(t, i, s->query->file));
	out->has_file |= has_file;
	for (size_t i = 0; has_file && dwarf_unit_rows(u) && i < t->rows.count; i++) {
		const struct dwarf_row *row = &t->rows.items[i];

		if (row->is_end || !row->is_stmt || row->file >= t->files.count || !same[row->file])
			continue;
		if (row->line < s->query->line && row->line > out->before)
			out->before = row->line;
		if (row->line > s->query->line && (!out->after || row->line < out->after))
			out->after = row->line;
		if (row->line == s->query->line &&
			(!s->query->column || row->column == s->query->column))
			take_row(s, row);
		else if (row->line == s->query->line)
			out->other_column = row->column;
	}
	s->rows += t ? t->rows.count : 0;
	s->failed |= !same || s->rows > ROWS_MOST;
	mem_free(same);
	add_found(s, out);
}

/* Partial units have no code, but may name the table of another one.  What was not known before is
 * forgotten: a header is in all units of a program, whose tables together are many times the
 * file. */
static void visit_unit(struct line_search *s, struct dwarf_unit *u, struct dwarf_line_result *out)
{
	bool had_lines = u->lines, had_rows = u->lines && u->lines->has_rows,
	     known = u->abbrevs.rest.data;
	struct dwarf_die root;

	if (u->section == DWARF_INFO && u->type != DW_UT_type && dwarf_die_root(u, &root) &&
		root.abbrev.tag != DW_TAG_partial_unit)
		search_unit(s, u, out);
	if (!had_lines)
		dwarf_unit_forget_lines(u);
	else if (!had_rows)
		dwarf_unit_forget_rows(u);
	if (!known)
		dwarf_unit_forget(u);
}

static int compare_addresses(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The same inline function of several units, or units that share a line table, may say the same
 * twice. */
static void sort_result(struct dwarf_line_result *r)
{
	size_t kept = 0;

	if (r->count)
		qsort(r->items, r->count, sizeof(*r->items), compare_addresses);
	for (size_t i = 0; i < r->count; i++)
		if (!kept || r->items[kept - 1] != r->items[i])
			r->items[kept++] = r->items[i];
	r->count = kept;
}

bool dwarf_find_line(
	struct dwarf *d, const struct dwarf_line_query *query, struct dwarf_line_result *out)
{
	const struct dwarf_units *units = dwarf_file_units(d->main);
	struct line_search s = { .dwarf = d, .query = query };

	*out = (struct dwarf_line_result){ .items = NULL };
	for (size_t i = 0; i < units->count && !s.failed; i++)
		visit_unit(&s, units->items[i], out);
	mem_free(s.found.items);
	sort_result(out);
	return !s.failed;
}
