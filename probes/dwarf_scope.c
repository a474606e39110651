/* probes/dwarf_scope.c - full names ("ns::T") of what languages other than C put into namespaces
 * and classes.  An entry does not know its parent, so the extents of what has others in it are
 * noted, once for a unit that is asked about.  Part of the DWARF reader. */
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/arena.h"
#include "runtime/base/bisect.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"

/* bytes that are put together; a longer name stands alone, so that no text of the file becomes a
 * thousand */
#define NAME_MOST 4096
#define NAMES_MOST (128u << 20) /* of all names */

bool dwarf_is_scope(const struct dwarf_die *d)
{
	switch (d->abbrev.tag) {
	case DW_TAG_namespace:
	case DW_TAG_module:
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
	case DW_TAG_interface_type:
		return true;
	}
	return false;
}

const char *dwarf_scope_name(const struct dwarf_die *d)
{
	const char *name = dwarf_die_name(d);
	struct dwarf_die definition;

	/* around a type in a unit of its own stand the classes that it is in, by their
	 * signatures */
	if (!name && dwarf_die_reference(d, DW_AT_signature, &definition))
		name = dwarf_die_name(&definition);
	return name ? name : d->abbrev.tag == DW_TAG_namespace ? "(anonymous namespace)" : "";
}

/* "outer::name", in the arena. */
static const char *join_names(struct dwarf *d, const char *outer, const char *name)
{
	size_t outer_len = strlen(outer), len = strlen(name);
	bool fits = outer_len + len <= NAME_MOST && d->names_len < NAMES_MOST;
	char *out = *outer && *name && fits
		? arena_try_alloc(d->arena, outer_len + len + sizeof("::"))
		: NULL;

	if (!out)
		return *name ? name : outer;
	d->names_len += outer_len + len + sizeof("::");
	memcpy(out, outer, outer_len);
	memcpy(out + outer_len, "::", 2);
	memcpy(out + outer_len + 2, name, len + 1);
	return out;
}

/* The end of the last one in a scope is that of the scope. */
static void note_scopes(struct dwarf_unit *u, const struct dwarf_die *parent,
	const struct dwarf_scope *in, int depth)
{
	const char *outer = in->name;
	uint32_t number = (uint32_t)u->scopes.count;    /* of `in`, the last that was noted */
	uint64_t end = in->end;
	struct dwarf_die d;

	if (depth > DWARF_DEPTH_MOST)
		return;
	for (bool more = dwarf_die_child(parent, &d); more;) {
		struct dwarf_die next = d;
		size_t at = u->scopes.count;

		more = dwarf_die_next(&next);
		if (dwarf_is_scope(&d) && d.abbrev.has_children) {
			struct dwarf_scope scope = {
				.start = d.attributes,
				.end = more ? next.offset : end,
				.parent = number,
			};

			scope.name = join_names(u->file->dwarf, outer, dwarf_scope_name(&d));
			if (VEC_PUSH(&u->scopes, scope))
				note_scopes(u, &d, &u->scopes.items[at], depth + 1);
		}
		d = next;
	}
}

bool dwarf_is_c(uint32_t language)
{
	return language == DW_LANG_C89 || language == DW_LANG_C || language == DW_LANG_C99 ||
		language == DW_LANG_C11 || language == DW_LANG_C17 ||
		language == DW_LANG_Mips_Assembler;
}

bool dwarf_is_cplusplus(uint32_t language)
{
	return language == DW_LANG_C_plus_plus || language == DW_LANG_C_plus_plus_03 ||
		language == DW_LANG_C_plus_plus_11 || language == DW_LANG_C_plus_plus_14 ||
		language == DW_LANG_C_plus_plus_17 || language == DW_LANG_C_plus_plus_20;
}

/* In the order of their starts, inner ones behind the outer. */
const char *dwarf_scope_of(const struct dwarf_die *d)
{
	struct dwarf_unit *u = d->unit;
	struct dwarf_die root;

	dwarf_unit_root(u);
	if (dwarf_is_c(u->language))
		return "";
	if (!u->scoped && dwarf_die_root(u, &root))
		note_scopes(u, &root, &(struct dwarf_scope){ .end = u->end, .name = "" }, 0);
	u->scoped = true;

	size_t n = BISECT(i, u->scopes.count, u->scopes.items[i].start <= d->offset);

	while (n && d->offset >= u->scopes.items[n - 1].end)
		n = u->scopes.items[n - 1].parent;
	return n ? u->scopes.items[n - 1].name : "";
}

/* "outer::name", the same text each time; the name alone when memory is out. */
static const char *full_name(struct dwarf *d, const char *outer, const char *name)
{
	struct buffer text = { 0 };
	const char *kept = NULL;

	if (!*outer || !*name)
		return *name ? name : outer;
	buffer_printf(&text, "%s::%s", outer, name);
	if (!text.failed && !(kept = strmap_get(&d->full_names, buffer_text(&text)))) {
		kept = join_names(d, outer, name);
		strmap_put(&d->full_names, kept, (void *)(uintptr_t)kept);
	}
	buffer_free(&text);
	return kept ? kept : name;
}

const char *dwarf_die_full_name(const struct dwarf_die *d)
{
	const char *name = dwarf_die_name(d);
	struct dwarf_die declaration;

	if (!name)
		return NULL;
	/* what is defined outside of its scope was declared in it */
	if (dwarf_die_reference(d, DW_AT_specification, &declaration))
		return full_name(d->unit->file->dwarf, dwarf_scope_of(&declaration), name);
	return full_name(d->unit->file->dwarf, dwarf_scope_of(d), name);
}

const char *dwarf_last_part(const char *name)
{
	const char *last = name;
	int depth = 0;

	for (const char *p = name; *p; p++) {
		depth += *p == '<' ? 1 : *p == '>' ? -1 : 0;
		if (!depth && p[0] == ':' && p[1] == ':' && p[2])
			last = p + 2;
	}
	return last;
}
