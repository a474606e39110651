/* compiler/scope.c - variables of one probe by block.  At any place a name means at most one
 * visible variable, because assigning to a visible name never declares; the body of a macro has
 * names of its own, which the expand pass made ("x#3"), so that it shares none with who uses it.
 * Variables of closed blocks are kept: old scripts use them behind their block.  Used by resolve.c
 * and resolve_name.c. */
#include "compiler/scope.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/strmap.h"

struct block {
	struct block *outer;
	bool is_open;
	uint32_t expansion;     /* of the Nth use of a macro; 0: of the script */
	struct entry *entries;
};

struct entry {
	struct entry *in_block;	     /* next of the same block */
	struct entry *closed_before; /* of the same name */
	struct symbol *symbol;
	struct block *block;
	struct variable *variable;
};

/** All variables of one name. */
struct symbol {
	struct symbol *next;
	const char *name;
	struct entry *visible, *closed;
};

struct use {
	struct use *next;
	struct node *node;
};

struct scopes {
	struct arena *arena;
	struct strmap by_name;
	struct symbol *symbols;
	struct block *inner;
	struct variable *first, **last;
	struct use *uses;
};

struct scopes *scopes_open(struct arena *a)
{
	struct scopes *s = arena_new_object(a, struct scopes);

	s->arena = a;
	s->last = &s->first;
	scope_enter(s);
	return s;
}

static struct variable *survivor(struct variable *v)
{
	while (v->moved)
		v = v->moved;
	return v;
}

struct variable *scopes_close(struct scopes *s)
{
	struct variable *first = NULL, **last = &first, *next;

	while (s->inner)
		scope_leave(s);
	for (struct use *u = s->uses; u; u = u->next)
		u->node->variable.ref = survivor(u->node->variable.ref);
	for (struct variable *v = s->first; v; v = next) {
		next = v->next;
		if (v->moved) {
			v->moved->assigned |= v->assigned;
			continue;
		}
		*last = v;
		last = &v->next;
	}
	*last = NULL;
	strmap_free(&s->by_name);
	return first;
}

void scope_enter(struct scopes *s)
{
	struct block *b = arena_new_object(s->arena, struct block);

	b->outer = s->inner;
	b->is_open = true;
	b->expansion = b->outer ? b->outer->expansion : 0;
	s->inner = b;
}

void scope_set_expansion(struct scopes *s, uint32_t expansion)
{
	s->inner->expansion = expansion;
}

const char *scope_shown_name(struct arena *a, const char *name)
{
	size_t len = strcspn(name, "#");

	return name[len] ? arena_strndup(a, name, len) : name;
}

/* Where a variable is declared: one that was passed to a macro belongs to a block of whoever passed
 * it. */
static struct block *home_of(const struct scopes *s, const char *name)
{
	const char *number = strchr(name, '#');
	uint32_t expansion = number ? (uint32_t)strtoul(number + 1, NULL, 10) : 0;

	for (struct block *b = s->inner; b; b = b->outer)
		if (b->expansion == expansion)
			return b;
	return s->inner;
}

void scope_leave(struct scopes *s)
{
	for (struct entry *e = s->inner->entries; e; e = e->in_block) {
		e->symbol->visible = NULL;
		if (e->variable->is_let)
			continue;
		e->closed_before = e->symbol->closed;
		e->symbol->closed = e;
	}
	s->inner->is_open = false;
	s->inner = s->inner->outer;
}

static struct symbol *symbol_of(struct scopes *s, const char *name)
{
	struct symbol *symbol = strmap_get(&s->by_name, name);

	if (symbol)
		return symbol;
	symbol = arena_new_object(s->arena, struct symbol);
	symbol->name = name;
	symbol->next = s->symbols;
	s->symbols = symbol;
	strmap_put(&s->by_name, name, symbol);
	return symbol;
}

struct variable *scope_find(const struct scopes *s, const char *name)
{
	const struct symbol *symbol = strmap_get(&s->by_name, name);

	return symbol && symbol->visible ? symbol->visible->variable : NULL;
}

static void make_visible(
	struct scopes *s, struct symbol *symbol, struct variable *v, struct block *b)
{
	struct entry *e = arena_new_object(s->arena, struct entry);

	e->symbol = symbol;
	e->block = b;
	e->variable = v;
	e->in_block = b->entries;
	b->entries = e;
	symbol->visible = e;
}

struct variable *scope_declare(struct scopes *s, const char *name, struct span where)
{
	struct variable *v = arena_new_object(s->arena, struct variable);

	v->name = scope_shown_name(s->arena, name);
	v->declared = where;
	*s->last = v;
	s->last = &v->next;
	make_visible(s, symbol_of(s, name), v, home_of(s, name));
	return v;
}

static unsigned depth_of(const struct block *b)
{
	unsigned depth = 0;

	for (; b; b = b->outer)
		depth++;
	return depth;
}

struct variable *scope_revive(struct scopes *s, const char *name)
{
	struct symbol *symbol = strmap_get(&s->by_name, name);
	struct block *home = s->inner;
	struct entry *oldest = NULL;

	if (!symbol || symbol->visible)
		return NULL;
	for (struct entry *e = symbol->closed; e; e = e->closed_before) {
		struct block *around = e->block;

		while (!around->is_open)
			around = around->outer;
		if (depth_of(around) < depth_of(home))
			home = around;
		oldest = e;
	}
	if (!oldest)
		return NULL;

	struct variable *v = survivor(oldest->variable);

	for (struct entry *e = symbol->closed; e; e = e->closed_before)
		if (survivor(e->variable) != v)
			survivor(e->variable)->moved = v;
	symbol->closed = NULL;
	make_visible(s, symbol, v, home);
	return v;
}

void scope_use(struct scopes *s, struct node *n, struct variable *v)
{
	struct use *u = arena_new_object(s->arena, struct use);

	n->variable.ref = v;
	u->node = n;
	u->next = s->uses;
	s->uses = u;
}

void scope_nearest(const struct scopes *s, struct nearest *near)
{
	for (const struct symbol *symbol = s->symbols; symbol; symbol = symbol->next)
		if (!strchr(symbol->name, '#'))
			nearest_offer(near, symbol->name);
}
