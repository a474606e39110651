/* probes/dwarf_line.c - the line table of a unit: which instruction was made from which line.  The
 * names of its files are read when they are asked for, the rows made when those are, and both
 * kept.  Part of the DWARF reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/arena.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define FILES_MOST (1u << 20)
#define ROWS_MOST (1u << 24)    /* of one unit */
#define ROWS_KEPT_MOST (1u << 22)

/* The state of the program that makes the rows (DWARF 5, 6.2.2). */
struct dwarf_line_machine {
	struct dwarf_lines *out;
	struct dwarf_cursor c;
	uint64_t address;
	uint32_t file, line, column;
	bool is_stmt, default_is_stmt;
	uint8_t step, opcode_base, line_range;  /* bytes of the shortest instruction */
	int8_t line_base;
	const uint8_t *lengths;                 /* operands of each standard opcode */
	uint32_t sequence;                      /* first row of the one under way */
};

/* Names of files: the directory and the name */

static bool add_file(struct dwarf_lines *t, const char *directory, const char *name)
{
	struct dwarf_source s = { directory, name };

	return t->files.count < FILES_MOST && VEC_PUSH(&t->files, s);
}

static const char *directory_at(const struct dwarf_lines *t, uint64_t index)
{
	return index < t->directories.count ? t->directories.items[index] : "";
}

/* Versions 2 to 4: texts up to an empty one; 0 is the directory of the compilation and the file
 * that it was about. */
static void read_old_names(
	struct dwarf_lines *t, struct dwarf_cursor *c, const char *directory, const char *name)
{
	VEC_PUSH(&t->directories, directory);
	while (!c->bad && t->directories.count < FILES_MOST) {
		const char *text = dwarf_read_text(c);

		if (!*text || !VEC_PUSH(&t->directories, text))
			break;
	}
	add_file(t, directory, name);
	while (!c->bad) {
		const char *text = dwarf_read_text(c);

		if (!*text)
			break;
		uint64_t index = dwarf_read_uleb(c);

		dwarf_read_uleb(c);
		dwarf_read_uleb(c);
		if (!add_file(t, directory_at(t, index), text))
			break;
	}
}

/* One part of an entry of version 5, whose form the table says. */
static void read_part(struct dwarf_unit *u, struct dwarf_cursor *c, unsigned form,
	const char **text, uint64_t *number)
{
	struct dwarf_bytes strings =
		dwarf_unit_section(u, form == DW_FORM_line_strp ? DWARF_LINE_STR : DWARF_STR);

	switch (form) {
	case DW_FORM_string:
		*text = dwarf_read_text(c);
		return;
	case DW_FORM_line_strp:
	case DW_FORM_strp:
		*text = dwarf_text_at(strings, dwarf_read(c, u->offset_size));
		return;
	case DW_FORM_udata:
		*number = dwarf_read_uleb(c);
		return;
	case DW_FORM_data1:
		*number = dwarf_read(c, 1);
		return;
	case DW_FORM_data2:
		*number = dwarf_read(c, 2);
		return;
	case DW_FORM_data4:
		*number = dwarf_read(c, 4);
		return;
	case DW_FORM_data8:
		*number = dwarf_read(c, 8);
		return;
	case DW_FORM_data16:
		dwarf_skip(c, 16);
		return;
	case DW_FORM_block:
		dwarf_skip(c, dwarf_read_uleb(c));
		return;
	}
	c->bad = true;
}

/* A list of version 5: which parts its entries have, their number, the entries. */
static void read_list(
	struct dwarf_lines *t, struct dwarf_unit *u, struct dwarf_cursor *c, bool files)
{
	struct { unsigned what, form; } parts[16];
	uint32_t count = (uint32_t)dwarf_read(c, 1);

	c->bad |= count > ARRAY_SIZE(parts);
	for (uint32_t i = 0; !c->bad && i < count; i++) {
		parts[i].what = (unsigned)dwarf_read_uleb(c);
		parts[i].form = (unsigned)dwarf_read_uleb(c);
	}
	uint64_t entries = dwarf_read_uleb(c);

	for (uint64_t n = 0; count && !c->bad && n < MIN_OF(entries, FILES_MOST); n++) {
		const char *name = NULL;
		uint64_t directory = 0, other = 0;

		for (uint32_t i = 0; i < count; i++)
			read_part(u, c, parts[i].form,
				parts[i].what == DW_LNCT_path ? &name : &(const char *){ NULL },
				parts[i].what == DW_LNCT_directory_index ? &directory : &other);
		if (files)
			add_file(t, directory_at(t, directory), name ? name : "");
		else
			VEC_PUSH(&t->directories, (name ? name : ""));
	}
}

/* Rows */

static void add_row(struct dwarf_line_machine *m, bool is_end)
{
	struct dwarf_row row = {
		.address = m->address,
		.line = m->line,
		.file = m->file,
		.column = (uint16_t)MIN_OF(m->column, UINT16_MAX),
		.is_stmt = m->is_stmt,
		.is_end = is_end,
	};

	m->c.bad |= m->out->rows.count >= ROWS_MOST || !VEC_PUSH(&m->out->rows, row);
}

static void start_sequence(struct dwarf_line_machine *m)
{
	m->address = 0;
	m->file = m->line = 1;
	m->column = 0;
	m->is_stmt = m->default_is_stmt;
	m->sequence = (uint32_t)m->out->rows.count;
}

static void extended_opcode(struct dwarf_line_machine *m)
{
	uint64_t len = dwarf_read_uleb(&m->c), end = m->c.at + len;
	unsigned op = (unsigned)dwarf_read(&m->c, 1);

	if (op == DW_LNE_end_sequence) {
		add_row(m, true);
		/* what the linker dropped begins at 0 */
		if (!m->c.bad && !m->out->rows.items[m->sequence].address)
			m->out->rows.count = m->sequence;
		start_sequence(m);
	} else if (op == DW_LNE_set_address && len == 9) {
		m->address = dwarf_read(&m->c, 8);
	}
	m->c.bad |= !len || end > m->c.end || end < m->c.at;
	if (!m->c.bad)
		m->c.at = end;
}

static void standard_opcode(struct dwarf_line_machine *m, unsigned op)
{
	switch (op) {
	case DW_LNS_copy:
		add_row(m, false);
		return;
	case DW_LNS_advance_pc:
		m->address += dwarf_read_uleb(&m->c) * m->step;
		return;
	case DW_LNS_advance_line:
		m->line += (uint32_t)dwarf_read_sleb(&m->c);
		return;
	case DW_LNS_set_file:
		m->file = (uint32_t)dwarf_read_uleb(&m->c);
		return;
	case DW_LNS_set_column:
		m->column = (uint32_t)dwarf_read_uleb(&m->c);
		return;
	case DW_LNS_negate_stmt:
		m->is_stmt = !m->is_stmt;
		return;
	case DW_LNS_const_add_pc:
		m->address += (uint64_t)((255 - m->opcode_base) / m->line_range) * m->step;
		return;
	case DW_LNS_fixed_advance_pc:
		m->address += dwarf_read(&m->c, 2);
		return;
	}
	for (uint8_t i = 0; i < m->lengths[op - 1]; i++)
		dwarf_read_uleb(&m->c);
}

static void run(struct dwarf_line_machine *m)
{
	start_sequence(m);
	while (!m->c.bad && m->c.at < m->c.end) {
		unsigned op = (unsigned)dwarf_read(&m->c, 1);

		if (!op) {
			extended_opcode(m);
		} else if (op < m->opcode_base) {
			standard_opcode(m, op);
		} else {
			op -= m->opcode_base;
			m->address += (uint64_t)(op / m->line_range) * m->step;
			m->line += (uint32_t)(m->line_base + (int)(op % m->line_range));
			add_row(m, false);
		}
	}
}

/* The end of a sequence goes before the start of the next one at the same address. */
static int compare_rows(const void *a, const void *b)
{
	const struct dwarf_row *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->is_end != y->is_end)
		return x->is_end ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void sort_rows(struct dwarf_lines *t)
{
	for (size_t i = 0; i < t->rows.count; i++)
		t->rows.items[i].order = (uint32_t)i;
	if (t->rows.count)
		qsort(t->rows.items, t->rows.count, sizeof(*t->rows.items), compare_rows);
}

/* The header (6.2.4), and the names; the cursor of the machine is left at the program. */
static void read_header(
	struct dwarf_unit *u, struct dwarf_line_machine *m, const char *directory, const char *name)
{
	struct dwarf_cursor *c = &m->c;
	uint64_t len = dwarf_read(c, 4);
	unsigned offset_size = len == UINT32_MAX ? 8 : 4;

	if (offset_size == 8)
		len = dwarf_read(c, 8);
	c->bad |= len > c->end - c->at;
	c->end = c->bad ? c->end : c->at + len;
	unsigned version = (unsigned)dwarf_read(c, 2);

	if (version >= 5)
		dwarf_skip(c, 2);
	uint64_t header = dwarf_read(c, offset_size), program = c->at + header;

	m->step = (uint8_t)dwarf_read(c, 1);
	if (version >= 4)
		dwarf_skip(c, 1);
	m->default_is_stmt = dwarf_read(c, 1);
	m->line_base = (int8_t)dwarf_read(c, 1);
	m->line_range = (uint8_t)dwarf_read(c, 1);
	m->opcode_base = (uint8_t)dwarf_read(c, 1);
	m->lengths = c->data + c->at;
	c->bad |= version < 2 || version > 5 || !m->line_range || !m->opcode_base;
	dwarf_skip(c, m->opcode_base - 1u);
	if (c->bad)
		return;
	if (version >= 5) {
		read_list(m->out, u, c, false);
		read_list(m->out, u, c, true);
	} else {
		read_old_names(m->out, c, directory, name);
	}
	c->bad |= program > c->end;
	c->at = c->bad ? c->at : program;
}

/* Split units have only names there, for entries that say where they were declared or inlined. */
const struct dwarf_lines *dwarf_unit_lines(struct dwarf_unit *u)
{
	struct dwarf_die root;

	if (u->lines)
		return u->lines;
	u->lines = mem_zalloc(1, sizeof(*u->lines));
	if (!u->lines)
		return NULL;
	u->lines->directory = "";
	if (!dwarf_die_root(u, &root))
		return u->lines;
	uint64_t at = dwarf_die_number(&root, DW_AT_stmt_list, u->file->is_split ? 0 : UINT64_MAX);
	const char *directory = dwarf_die_text(&root, DW_AT_comp_dir),
		   *name = dwarf_die_text(&root, DW_AT_name);
	struct dwarf_line_machine *m = mem_zalloc(1, sizeof(*m));

	u->lines->directory = directory ? directory : "";
	if (!m)
		return u->lines;
	*m = (struct dwarf_line_machine){ .out = u->lines,
		.c = dwarf_cursor(dwarf_unit_section(u, DWARF_LINE), at) };
	read_header(u, m, u->lines->directory, name ? name : "");
	u->lines->machine = m;
	return u->lines;
}

/* Units of a hostile file may share a long table. */
static void forget_rows_of_all(struct dwarf *d)
{
	for (struct dwarf_file *f = d->files; f; f = f->next) {
		for (size_t i = 0; i < f->early.count; i++)
			dwarf_unit_forget_rows(f->early.items[i]);
		for (size_t i = 0; i < f->units.count; i++)
			dwarf_unit_forget_rows(f->units.items[i]);
	}
}

const struct dwarf_lines *dwarf_unit_rows(struct dwarf_unit *u)
{
	struct dwarf *d = u->file->dwarf;

	if (dwarf_unit_lines(u) && u->lines->machine && !u->lines->has_rows) {
		struct dwarf_line_machine m = *u->lines->machine;

		if (d->rows_kept > ROWS_KEPT_MOST)
			forget_rows_of_all(d);
		run(&m);
		sort_rows(u->lines);
		u->lines->has_rows = true;
		d->rows_kept += u->lines->rows.count;
	}
	return u->lines;
}

void dwarf_unit_forget_rows(struct dwarf_unit *u)
{
	if (!u->lines)
		return;
	u->file->dwarf->rows_kept -= u->lines->rows.count;
	mem_free(u->lines->rows.items);
	memset(&u->lines->rows, 0, sizeof(u->lines->rows));
	u->lines->has_rows = false;
}

void dwarf_unit_forget_lines(struct dwarf_unit *u)
{
	dwarf_unit_forget_rows(u);
	dwarf_lines_free(u->lines);
	u->lines = NULL;
}

void dwarf_lines_free(struct dwarf_lines *t)
{
	if (!t)
		return;
	mem_free(t->directories.items);
	mem_free(t->files.items);
	mem_free(t->rows.items);
	mem_free(t->machine);
	mem_free(t);
}

static bool is_absolute(const char *path)
{
	return path[0] == '/';
}

bool dwarf_source_path(const struct dwarf_lines *t, uint64_t file, char out[PATH_MAX])
{
	if (file >= t->files.count)
		return false;
	const struct dwarf_source *s = &t->files.items[file];
	bool whole = is_absolute(s->name), based = whole || is_absolute(s->directory);
	int len = snprintf(out, PATH_MAX, "%s%s%s%s%s", based ? "" : t->directory,
		based || !*t->directory ? "" : "/", whole ? "" : s->directory,
		whole || !*s->directory ? "" : "/", s->name);

	return len > 0 && len < PATH_MAX;
}

const struct dwarf_row *dwarf_row_at(const struct dwarf_lines *t, uint64_t address)
{
	size_t n = BISECT(i, t->rows.count, t->rows.items[i].address <= address);

	return n && !t->rows.items[n - 1].is_end ? &t->rows.items[n - 1] : NULL;
}
