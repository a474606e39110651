/* probes/dwarf_index.c - from names of types, variables and enumerators to their entries.  Where a
 * program has an index of names, only the units are read that it names; where it has none, those in
 * which the text of a name is found.  When many names are asked for, a table is made by one pass
 * over all units, in which nothing inside of functions is looked at; dwarf_kept.c keeps it.  Part
 * of the DWARF reader. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "probes/dwarf_index.h"
#include "runtime/base/hash.h"
#include "runtime/base/progress.h"
#include "runtime/base/util.h"

#define SLOTS_LEAST 16                  /* a type unit has two names */
/* for names in a program without an index: then the table pays */
#define SEARCHES_MOST 8
#define SEARCHED_MOST (16u << 20)       /* bytes of units that are read for one of them */
/* bytes of the names of what an entry is in; what is in longer ones goes by its own name */
#define OUTER_MOST 2048

/* Where an entry is: which section in the highest bits, the number of the unit for files of its
 * own, the offset. */
enum place {
	PLACE_MAIN,
	PLACE_TYPES,
	PLACE_SHARED,
	PLACE_PACKAGE,
	PLACE_PACKAGE_TYPES,
	PLACE_SPLIT,
	PLACE_SPLIT_TYPES
};
#define UNIT_BITS 25
#define OFFSET_BITS 36

static uint64_t hash_name(enum dwarf_names kind, const char *name)
{
	return hash_add(hash_add(HASH_START, &kind, sizeof(kind)), name, strlen(name));
}

/* The table under construction */

static void put(struct dwarf_index *x, uint64_t hash, uint64_t place)
{
	uint64_t mask = x->count - 1, at = hash & mask;

	while (x->own[at].place != EMPTY && x->own[at].hash != hash)
		at = (at + 1) & mask;
	if (x->own[at].place != EMPTY)
		return;
	x->own[at] = (struct slot){ hash, place };
	x->used++;
}

static bool resize(struct dwarf_index *x, uint64_t count)
{
	struct dwarf_index larger = *x;

	larger.own = mem_alloc(count * sizeof(struct slot));
	larger.count = count;
	larger.used = 0;
	if (!larger.own)
		return false;
	memset(larger.own, 0xff, count * sizeof(struct slot));
	for (uint64_t i = 0; i < x->count; i++)
		if (x->own[i].place != EMPTY)
			put(&larger, x->own[i].hash, x->own[i].place);
	mem_free(x->own);
	*x = larger;
	return true;
}

static void add(struct dwarf_index *x, uint64_t hash, uint64_t place)
{
	if (4 * x->used >= 3 * x->count && !resize(x, x->count ? 2 * x->count : SLOTS_LEAST))
		x->failed = true;
	else
		put(x, hash, place);
}

/* The pass */

struct walk {
	struct dwarf_index *index;
	struct dwarf_unit *unit;
	uint64_t place;                 /* without the offset */
	bool descend;                   /* types are declared in others, or in namespaces */
	char outer[OUTER_MOST];         /* "ns::T::", of what the walk is in */
};

bool dwarf_names_of_tag(unsigned tag, enum dwarf_names *out)
{
	static const struct {
		uint16_t tag;
		enum dwarf_names kind;
	} kinds[] = {
		{ DW_TAG_structure_type, DWARF_STRUCTS },
		{ DW_TAG_class_type, DWARF_STRUCTS },
		{ DW_TAG_interface_type, DWARF_STRUCTS },
		{ DW_TAG_union_type, DWARF_UNIONS },
		{ DW_TAG_enumeration_type, DWARF_ENUMS },
		{ DW_TAG_typedef, DWARF_TYPEDEFS },
		{ DW_TAG_template_alias, DWARF_TYPEDEFS },
		{ DW_TAG_base_type, DWARF_BASES },
		{ DW_TAG_variable, DWARF_VARIABLES },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		*out = kinds[i].kind;
		if (kinds[i].tag == tag)
			return true;
	}
	return false;
}

static void add_enumerators(struct walk *w, const struct dwarf_die *d)
{
	struct dwarf_die e;

	for (bool more = dwarf_die_child(d, &e); more; more = dwarf_die_next(&e)) {
		const char *name =
			e.abbrev.tag == DW_TAG_enumerator ? dwarf_die_text(&e, DW_AT_name) : NULL;

		if (name)
			add(w->index, hash_name(DWARF_ENUMERATORS, name), w->place | d->offset);
	}
}

/* By its full name, and by the name alone. */
static void add_entry(struct walk *w, const struct dwarf_die *d)
{
	struct dwarf_die declaration;
	enum dwarf_names kind;
	struct dwarf_value v;

	if (!dwarf_names_of_tag(d->abbrev.tag, &kind) || d->offset >> OFFSET_BITS)
		return;
	if (kind == DWARF_VARIABLES ? !dwarf_die_attribute(d, DW_AT_location, &v)
		: dwarf_die_flag(d, DW_AT_declaration))
		return;
	const char *name = dwarf_die_name(d);
	uint64_t hash;

	if (!name || !*name)
		return;
	add(w->index, hash_name(kind, name), w->place | d->offset);
	/* what is defined outside of its scope was declared in it */
	if (w->descend && dwarf_die_reference(d, DW_AT_specification, &declaration)) {
		add(w->index, hash_name(kind, dwarf_die_full_name(d)), w->place | d->offset);
	} else if (*w->outer) {
		hash = hash_name(kind, w->outer);
		add(w->index, hash_add(hash, name, strlen(name)), w->place | d->offset);
	}
	if (kind == DWARF_ENUMS)
		add_enumerators(w, d);
}

static void walk_children(struct walk *w, const struct dwarf_die *parent, int depth)
{
	size_t len = strlen(w->outer);
	struct dwarf_die d;

	for (bool more = depth < DWARF_DEPTH_MOST && dwarf_die_child(parent, &d);
		more && !w->index->failed; more = dwarf_die_next(&d)) {
		add_entry(w, &d);
		if (!w->descend || !d.abbrev.has_children || !dwarf_is_scope(&d))
			continue;
		const char *name = dwarf_scope_name(&d);

		if (len + strlen(name) + sizeof("::") <= sizeof(w->outer))
			snprintf(w->outer + len, sizeof(w->outer) - len, "%s%s", name,
				*name ? "::" : "");
		walk_children(w, &d, depth + 1);
		w->outer[len] = '\0';
	}
}

static void walk_unit(
	struct dwarf_index *x, struct dwarf_unit *u, enum place place, uint64_t number)
{
	bool known = u->abbrevs.rest.data;
	struct walk w = {
		.index = x,
		.unit = u,
		.place = (uint64_t)place << (UNIT_BITS + OFFSET_BITS) | number << OFFSET_BITS,
	};
	struct dwarf_die root;

	dwarf_unit_root(u);
	w.descend = !dwarf_is_c(u->language);
	if (!(number >> UNIT_BITS) && dwarf_die_root(u, &root))
		walk_children(&w, &root, 0);
	if (!known)
		dwarf_unit_forget(u);
}

static void walk_file(struct dwarf_index *x, struct dwarf_file *f, enum place info, uint64_t number)
{
	const struct dwarf_units *units = dwarf_file_units(f);

	for (size_t i = 0; i < units->count && !x->failed; i++) {
		walk_unit(x, units->items[i], info + (units->items[i]->section == DWARF_TYPES),
			number);
		progress_step();
	}
}

static bool walk_next(struct dwarf_file *f, size_t number, void *arg)
{
	struct dwarf_index *x = arg;
	struct dwarf *d = f->dwarf;

	walk_file(x, f,
		f == d->main ? PLACE_MAIN
			: f == d->package ? PLACE_PACKAGE
			: f == d->shared ? PLACE_SHARED
			: PLACE_SPLIT,
		number);
	return x->failed;
}

static void walk_all(struct dwarf *d, struct dwarf_index *x)
{
	progress_say("Reading debug information", dwarf_file_units(d->main)->count);
	dwarf_each_file(d, walk_next, x);
}

/* The tables */

/* The table of all units that is kept; NULL when there is none. */
static struct dwarf_index *kept_index(struct dwarf *d)
{
	struct dwarf_index *x = d->index ? d->index : mem_zalloc(1, sizeof(*x));

	d->index = x;
	if (x && !x->sought_file) {
		x->sought_file = true;
		x->ready = dwarf_index_open_kept(x, d);
	}
	return x && x->ready ? x : NULL;
}

/* The same, made when there is none. */
static struct dwarf_index *get_index(struct dwarf *d)
{
	struct dwarf_index *x = kept_index(d);

	if (x || !d->index)
		return x;
	x = d->index;
	walk_all(d, x);
	x->slots = x->own;
	x->ready = true;
	if (x->count && !x->failed)
		dwarf_index_keep(x, d);
	return x;
}

bool dwarf_index_is_made(const struct dwarf *d)
{
	return d->index && d->index->ready;
}

/* The table of one unit, where places are offsets in it. */
static const struct dwarf_index *unit_index(struct dwarf_unit *u)
{
	if (u->names || !(u->names = mem_zalloc(1, sizeof(*u->names))))
		return u->names;
	walk_unit(u->names, u, PLACE_MAIN, 0);
	u->names->slots = u->names->own;
	return u->names;
}

void dwarf_index_free(struct dwarf_index *x)
{
	if (!x)
		return;
	if (x->map)
		munmap(x->map, x->map_len);
	mem_free(x->own);
	mem_free(x);
}

/* Look-ups */

static bool entry_at(struct dwarf *d, uint64_t place, struct dwarf_die *out)
{
	const struct dwarf_units *units = dwarf_file_units(d->main);
	uint64_t number = place >> OFFSET_BITS & ((1u << UNIT_BITS) - 1),
		 offset = place & ((1ull << OFFSET_BITS) - 1);
	enum place kind = (enum place)(place >> (UNIT_BITS + OFFSET_BITS));
	enum dwarf_section section = DWARF_INFO;
	struct dwarf_file *f = d->main;

	switch (kind) {
	case PLACE_TYPES:
		section = DWARF_TYPES;
		break;
	case PLACE_MAIN:
		break;
	case PLACE_SHARED:
		f = dwarf_shared_file(d);
		break;
	case PLACE_PACKAGE_TYPES:
	case PLACE_PACKAGE:
		section = kind == PLACE_PACKAGE ? DWARF_INFO : DWARF_TYPES;
		/* so that the units know their skeletons */
		for (size_t i = 0; i < units->count; i++)
			dwarf_unit_full(units->items[i]);
		f = d->package;
		break;
	case PLACE_SPLIT_TYPES:
	case PLACE_SPLIT:
		section = kind == PLACE_SPLIT ? DWARF_INFO : DWARF_TYPES;
		f = number < units->count ? dwarf_unit_full(units->items[number])->file : NULL;
		break;
	}
	struct dwarf_unit *u = f ? dwarf_unit_at(f, section, offset) : NULL;

	return u && dwarf_die_read(u, offset, out);
}

/* What an entry is called is not known to be the name that was hashed. */
static bool is_named(const struct dwarf_die *out, enum dwarf_names kind, const char *name)
{
	enum dwarf_names found;
	struct dwarf_die e;

	if (kind != DWARF_ENUMERATORS) {
		const char *own = dwarf_names_of_tag(out->abbrev.tag, &found) && found == kind
			? dwarf_die_name(out)
			: NULL,
			   *full;

		full = own && !str_eq(own, name) ? dwarf_die_full_name(out) : own;
		return full && str_eq(full, name);
	}
	for (bool more = dwarf_die_child(out, &e); more; more = dwarf_die_next(&e)) {
		const char *own = dwarf_die_text(&e, DW_AT_name);

		if (own && str_eq(own, name))
			return true;
	}
	return false;
}

/* In the table of all units, or that of one. */
static bool look_up(struct dwarf *d, const struct dwarf_index *x, struct dwarf_unit *unit,
	enum dwarf_names kind, const char *name, struct dwarf_die *out)
{
	uint64_t hash = hash_name(kind, name), mask = x->count - 1, at = hash & mask;

	for (uint64_t tries = 0; tries < x->count && x->slots[at].place != EMPTY;
		tries++, at = (at + 1) & mask) {
		const struct slot *s = &x->slots[at];

		if (s->hash == hash &&
			(unit ? dwarf_die_read(unit, s->place, out) : entry_at(d, s->place, out)) &&
			is_named(out, kind, name))
			return true;
	}
	return false;
}

/* A name that is looked for without the table of all units. */
struct direct_search {
	enum dwarf_names kind;
	const char *name;
	struct dwarf_die *out;
	uint64_t bytes;                 /* of the units that were read for it */
	bool found;
	bool partial;                   /* it may be in another unit */
};

static bool find_in_unit(struct direct_search *s, struct dwarf_unit *u)
{
	s->bytes += u->names ? 0 : u->end - u->offset;
	const struct dwarf_index *x = unit_index(u);

	s->found = x && look_up(u->file->dwarf, x, u, s->kind, s->name, s->out);
	s->partial |= !x || x->failed;
	return s->found;
}

/* In the units that an index names. */
static void find_in_candidates(
	struct direct_search *s, struct dwarf *d, const struct dwarf_candidates *c)
{
	for (size_t i = 0; i < c->starts.count && !s->found; i++) {
		const struct dwarf_unit_start *start = &c->starts.items[i];
		struct dwarf_unit *u = i < DWARF_CANDIDATES_MOST
			? dwarf_unit_starting(d->main, start->section, start->offset)
			: NULL;

		s->partial |= !u;
		if (i == DWARF_CANDIDATES_MOST)
			return;
		if (u)
			find_in_unit(s, dwarf_unit_full(u));
	}
}

/* In the units that have the text in them. */
static bool find_in_file(struct dwarf_file *f, size_t number, void *arg)
{
	struct direct_search *s = arg;
	struct dwarf_units units;

	(void)number;
	s->partial |= !dwarf_search_units(f, s->name, &units);
	for (size_t i = 0; i < units.count && !s->partial && !s->found; i++) {
		find_in_unit(s, units.items[i]);
		s->partial |= !s->found && s->bytes > SEARCHED_MOST;
	}
	mem_free(units.items);
	return s->found || s->partial;
}

/* What dwz moved to a file of its own is in no index of the program. */
static void find_in_shared(struct direct_search *s, struct dwarf *d)
{
	if (s->found || !dwarf_shared_file(d))
		return;
	if (d->name_searches++ < SEARCHES_MOST)
		find_in_file(d->shared, 0, s);
	else
		s->partial = true;
}

/* Without the table: by the indexes that the program has, or by a search where it has none.  False
 * when the name is not found, which settles it when `known` is set. */
static bool find_directly(struct dwarf *d, enum dwarf_names kind, const char *name,
	struct dwarf_die *out, bool *known)
{
	struct direct_search s = { .kind = kind, .name = name, .out = out };
	struct dwarf_candidates c;

	if (dwarf_find_candidates(d, kind, name, &c)) {
		find_in_candidates(&s, d, &c);
		find_in_shared(&s, d);
		c.partial |= s.partial;
		*known = s.found || dwarf_candidates_are_all(d, &c);
	} else if (d->name_searches++ < SEARCHES_MOST) {
		dwarf_each_file(d, find_in_file, &s);
		/* variables may have the name of an entry of another unit */
		*known = s.found || (!s.partial && kind != DWARF_VARIABLES);
	}
	mem_free(c.starts.items);
	return s.found;
}

bool dwarf_find_name(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_die *out)
{
	const struct dwarf_index *x = kept_index(d);
	bool known = false;

	if (!x && find_directly(d, kind, name, out, &known))
		return true;
	if (!x && !known)
		x = get_index(d);
	return x && look_up(d, x, NULL, kind, name, out);
}

void dwarf_each_name(struct dwarf *d, enum dwarf_names kind,
	void (*visit)(const char *name, void *arg), void *arg)
{
	struct dwarf_index *x = get_index(d);

	for (uint64_t i = 0; x && i < x->count; i++) {
		struct dwarf_die e;
		enum dwarf_names found;
		const char *name = x->slots[i].place != EMPTY &&
				entry_at(d, x->slots[i].place, &e) &&
				dwarf_names_of_tag(e.abbrev.tag, &found) && found == kind
			? dwarf_die_name(&e)
			: NULL;

		if (name)
			visit(name, arg);
	}
}
