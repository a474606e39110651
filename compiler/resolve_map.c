/* compiler/resolve_map.c - maps: one for each name of the program, and the names of its keys'
 * parts.  Part of the resolve pass. */
#include "compiler/resolve_internal.h"

#include "runtime/base/match.h"
#include "runtime/base/util.h"
#include "compiler/builtin.h"
#include "compiler/walk.h"

static const struct map_declaration *declaration_of(struct resolver *r, const char *name)
{
	struct map_declaration *d = strmap_get(&r->c->program->declared_maps, name);

	if (d)
		d->used = true;
	return d;
}

static struct map *map_of(struct resolver *r, const struct node *n)
{
	struct map *m = strmap_get(&r->maps, n->map.name);

	if (m)
		return m;
	m = arena_new_object(r->c->arena, struct map);
	m->name = n->map.name;
	m->is_thread = strchr(m->name, '.') != NULL;
	m->title = m->is_thread ? m->name : arena_printf(r->c->arena, "@%s", m->name);
	m->first = n->span;
	m->declared = declaration_of(r, m->name);
	m->assigned = m->key_decided = m->key_span = m->value_span = SPAN_NONE;
	*r->last_map = m;
	r->last_map = &m->next;
	strmap_put(&r->maps, m->name, m);
	return m;
}

void resolve_map(struct resolver *r, struct node *n)
{
	n->map.ref = map_of(r, n);
	walk_children(n, resolve_child, r);
}

/* The name of a key part as a column (M10), NULL for one without. */
static const char *part_name(struct resolver *r, const struct node *n)
{
	if (n->kind == NODE_NAME)
		return n->name.text;
	if (n->kind == NODE_VARIABLE)
		return scope_shown_name(r->c->arena, n->variable.name);
	if (n->kind == NODE_FIELD && (n->field.name[0] < '0' || n->field.name[0] > '9'))
		return n->field.name;
	return NULL;
}

/* The second of a name is name_2.  `seen` holds for each name the number that was given to its last
 * one. */
static const char *unique_name(struct resolver *r, struct strmap *seen, const char *name)
{
	unsigned *last = strmap_get(seen, name);
	const char *unique = name;

	while (last && strmap_get(seen, unique))
		unique = arena_printf(r->c->arena, "%s_%u", name, ++*last);
	last = arena_new_object(r->c->arena, unsigned);
	*last = 1;
	strmap_put(seen, unique, last);
	return unique;
}

static const char *key_names(struct resolver *r, const struct node *map)
{
	const struct node *part = map->map.keys;
	struct strmap seen = {.arena = r->c->arena};
	struct buffer text = {0};
	const struct member_name *named = NULL;

	if (map->map.key_count == 1 && part->kind == NODE_RECORD)
		named = part->list.names;
	if (map->map.key_count == 1 && (part->kind == NODE_TUPLE || named))
		part = part->list.first;
	for (uint32_t i = 1; part; part = part->next, i++) {
		const char *name = named ? named->text : part_name(r, part);

		named = named ? named->next : NULL;
		if (!name)
			name = arena_printf(r->c->arena, "key%u", i);
		if (i > 1)
			buffer_putc(&text, ',');
		buffer_puts(&text, unique_name(r, &seen, name));
	}
	return buffer_keep(&text, r->c->arena);
}

void resolve_assigned_map(struct resolver *r, struct node *n)
{
	struct map *m;

	resolve_map(r, n);
	m = n->map.ref;
	if (m->assigned.start != UINT32_MAX)
		return;
	m->assigned = n->span;
	if (n->map.keys)
		m->key_names = key_names(r, n);
}

static void check_maps_assigned(struct resolver *r)
{
	for (struct map *m = r->c->program->maps; m; m = m->next) {
		struct nearest near;
		struct diag *d;

		if (m->assigned.start != UINT32_MAX)
			continue;
		d = diag_error(r->c->diags, m->first, DIAG_UNDEFINED_MAP, "'%s' is never assigned",
			m->title);
		if (!diag_is_shown(d))
			continue;
		nearest_start(&near, m->name);
		for (struct map *other = r->c->program->maps; other; other = other->next)
			if (other->assigned.start != UINT32_MAX && other->is_thread == m->is_thread)
				nearest_offer(&near, other->name);
		diag_offer(d, m->is_thread ? "" : "@", &near);
	}
}

static void check_declarations_used(struct resolver *r)
{
	/* without a probe there is nobody yet who could use it */
	for (const struct map_declaration *d = r->c->program->map_declarations;
		d && r->c->program->probes; d = d->next)
		if (!d->used)
			diag_warning(r->c->diags, d->span, DIAG_UNUSED_MAP,
				"'@%s' is declared and not used", d->name);
}

void resolve_check_maps(struct resolver *r)
{
	check_maps_assigned(r);
	check_declarations_used(r);
}
