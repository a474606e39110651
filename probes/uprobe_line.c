/* probes/uprobe_line.c - from lines of source code to places in programs, by their debug
 * information.  Called by uprobe.c. */
#include "probes/uprobe_line.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "probes/binaries.h"
#include "probes/dwarf.h"
#include "probes/elf.h"
#include "probes/elf_damage.h"
#include "probes/number.h"
#include "probes/rows.h"
#include "probes/uprobe_find.h"
#include "probes/user_function.h"
#include "runtime/base/util.h"

enum { PART_BINARY_AND_FILE, PART_LINE, PART_COLUMN };

bool uprobe_line_is(const struct probe_spec *spec)
{
	return spec->part_count && !spec->part_quoted[PART_BINARY_AND_FILE] &&
		strchr(spec->parts[PART_BINARY_AND_FILE], '@');
}

static bool is_number(const struct probe_spec *spec, unsigned part, uint32_t *out)
{
	uint64_t value;

	if (!number_parse(spec->parts[part], &value) || !value || value > INT32_MAX)
		return false;
	*out = (uint32_t)value;
	return true;
}

int uprobe_line_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *at = strchr(spec->parts[PART_BINARY_AND_FILE], '@');
	uint32_t number;
	int ret = probe_expect_parts(spec, 2, 3, err);

	if (ret)
		return ret;
	if (at == spec->parts[PART_BINARY_AND_FILE] || !at[1]) {
		ret = probe_fail_part(err, spec, PART_BINARY_AND_FILE, PROBE_MALFORMED,
			"'%s' is no binary and source file", spec->parts[PART_BINARY_AND_FILE]);
		probe_hint(err,
			"write uprobe:binary@file:line; a binary that has '@' in its name stands in quotes");
		return ret;
	}
	for (unsigned i = PART_LINE; i < spec->part_count; i++) {
		ret = number_limit(spec, i, spec->parts[i], INT32_MAX, err);
		if (ret)
			return ret;
		if (!is_number(spec, i, &number))
			return probe_fail_part(err, spec, i, PROBE_MALFORMED,
				"'%s' is not the number of a %s", spec->parts[i],
				i == PART_LINE ? "line" : "column");
	}
	ret = probe_refuse_wildcards(spec, "a", "line", err);
	if (ret)
		return ret;
	probe_complete(spec, a);
	return 0;
}

/* A function that begins at the place may begin with an endbr64, behind which the probe is
 * cheaper. */
struct entry_search {
	struct elf_file *file;
	uint64_t offset, entry;
	bool begins;
	const char *name;
	struct arena *arena;
};

static int take_entry(const struct elf_function *f, void *arg)
{
	struct entry_search *s = arg;

	if (s->offset < f->offset || s->offset - f->offset >= MAX_OF(f->size, 1))
		return 0;
	if (!s->name)
		s->name = arena_strdup(s->arena, f->name);
	s->begins = f->offset == s->offset;
	if (s->begins)
		s->entry = elf_file_entry(s->file, f);
	return s->begins;
}

/* One of the places of a line. */
struct place {
	const struct probe_spec *spec;
	const char *path;
	struct elf_file *elf;
	uint64_t address;
	uint32_t number;        /* 0: it is the only one */
};

static int visit_place(const struct place *p, struct arena *a, probe_visit_fn visit, void *arg)
{
	struct entry_search s = { .file = p->elf, .arena = a };
	const struct probe_spec *spec = p->spec;
	struct probe_spec one = *spec;
	const char *file = strchr(spec->parts[PART_BINARY_AND_FILE], '@');

	if (!elf_file_offset(p->elf, p->address, true, &s.offset))
		return 0;
	s.entry = s.offset;
	elf_file_functions(p->elf, take_entry, &s);
	one.text = arena_printf(a, "%s:%s%s:%s%s%s", spec->provider->name, p->path, file,
		spec->parts[PART_LINE], spec->part_count > PART_COLUMN ? ":" : "",
		spec->part_count > PART_COLUMN ? spec->parts[PART_COLUMN] : "");
	one.place = p->number;
	one.parts[0] = p->path;
	one.parts[1] = s.name ? s.name : "";
	one.part_count = 2;
	one.part_quoted[0] = one.part_quoted[1] = true;
	one.numbers[UPROBE_OFFSET] = s.entry;
	one.numbers[UPROBE_FLAGS] = s.begins ? 0 : UPROBE_AT_LINE;
	return visit(&one, arg);
}

static int nothing_there(const struct probe_spec *spec, const char *path,
	const struct dwarf_line_query *q, const struct dwarf_line_result *r,
	struct probe_error *err)
{
	int ret;

	if (!r->has_file) {
		ret = probe_fail_part(err, spec, PART_BINARY_AND_FILE, PROBE_NO_MATCH,
			"nothing of %s was compiled from a file '%s'", path, q->file);
		probe_hint(err,
			"give the end of its path, as the compiler was given it: name.c or directory/name.c");
		return ret;
	}
	if (r->other_column) {
		ret = probe_fail_part(err, spec, PART_COLUMN, PROBE_NO_MATCH,
			"line %u of %s has no code at column %u", q->line, q->file, q->column);
		probe_hint(err, "it has some at column %u", r->other_column);
		return ret;
	}
	ret = probe_fail_part(err, spec, PART_LINE, PROBE_NO_MATCH,
		"line %u of %s has no code in %s", q->line, q->file, path);
	if (r->before && r->after)
		probe_hint(
			err, "the nearest lines that have some are %u and %u", r->before, r->after);
	else if (r->before || r->after)
		probe_hint(err, "the nearest line that has some is %u",
			r->before ? r->before : r->after);
	return ret;
}

static int no_lines(const struct probe_spec *spec, const char *path, const struct elf_file *f,
	struct probe_error *err)
{
	int ret = elf_damage_tell(f, path, spec, PART_BINARY_AND_FILE, err);

	if (ret)
		return ret;
	ret = probe_fail_part(err, spec, PART_BINARY_AND_FILE, PROBE_NO_MATCH,
		"%s has no debug information: its source lines are not known", path);
	probe_hint(err, "compile it with -g, or install its debug symbols");
	return ret;
}

/* Some of the places may be of code that the linker left out. */
static bool has_place(const struct elf_file *f, const struct dwarf_line_result *r)
{
	uint64_t offset;
	bool found = false;

	for (size_t i = 0; i < r->count && !found; i++)
		found = elf_file_offset(f, r->items[i], true, &offset);
	return found;
}

/* The attach point as written; list->spec is about its binary alone. */
struct line_list {
	struct binaries_list list;      /* the first: list_file() is given this one */
	const struct probe_spec *spec;
};

static int list_file(const struct binaries_list *l, const char *path)
{
	const struct probe_spec *spec = ((const struct line_list *)l)->spec;
	const struct kernel_btf *b = user_types(path, probe_debug_path(spec));
	const char *why;
	struct elf_file *f = elf_file_open(path, probe_debug_path(spec), &why);
	struct dwarf_line_query q = { .file = strchr(spec->parts[PART_BINARY_AND_FILE], '@') + 1 };
	struct dwarf_line_result r = { .items = NULL };
	struct probe_error *err = l->err;
	int ret = 0;

	is_number(spec, PART_LINE, &q.line);
	if (spec->part_count > PART_COLUMN)
		is_number(spec, PART_COLUMN, &q.column);
	if (!f) {
		ret = probe_fail_part(err, spec, PART_BINARY_AND_FILE, PROBE_NO_MATCH,
			"%s cannot be traced: %s", path, why);
	} else if (!b) {
		ret = no_lines(spec, path, f, err);
	} else if (!dwarf_find_line(dwarf_of_types(b), &q, &r)) {
		ret = probe_fail(err, PROBE_UNSUPPORTED,
			"lines of %s cannot be looked up: out of memory, or its line tables are damaged",
			path);
	} else if (!has_place(f, &r)) {
		ret = r.count ? elf_damage_tell(f, path, spec, PART_BINARY_AND_FILE, err) : 0;
		ret = ret ? ret : nothing_there(spec, path, &q, &r, err);
	}
	for (size_t i = 0; i < r.count && !ret; i++)
		ret = visit_place(&(struct place){ spec, path, f, r.items[i],
					  r.count > 1 ? (uint32_t)i + 1 : 0 },
			l->arena, l->visit, l->arg);
	mem_free(r.items);
	elf_file_close(f);
	return ret;
}

int uprobe_line_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	const char *part = spec->parts[PART_BINARY_AND_FILE];
	struct probe_spec binary = *spec;
	struct line_list lines = {
		.list = {
			.spec = &binary,
			.arena = a,
			.visit = visit,
			.arg = arg,
			.err = err,
			.list_file = list_file,
		},
		.spec = spec,
	};

	binary.parts[0] = arena_strndup(a, part, strcspn(part, "@"));
	binary.part_quoted[0] = true;
	return binaries_list(&lines.list);
}
