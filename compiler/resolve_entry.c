/* compiler/resolve_entry.c - part of the resolve pass: a probe that asks for `latency` gets a hidden probe at the entry of everything that it leaves, whose
 * body is one call of a row that no script can name (builtin_latency.c). */
#include "compiler/resolve.h"

#include "runtime/base/util.h"
#include "compiler/builtin.h"

/* Where the matches of an attach point are entered; those that leave nothing are refused by the row's check. */
static struct attach_node *entry_attach(
    struct compilation *c, const struct attach_node *of, struct probe_node *hidden)
{
	struct attach_node *a = arena_memdup(c->arena, of, sizeof(*of));
	struct match **last = &a->matches;

	a->next = NULL;
	a->label = NULL;
	a->matches = NULL;
	a->match_count = 0;
	for (const struct match *m = of->matches; m; m = m->next) {
		struct probe_spec spec;
		struct match *entry;

		if (!m->spec.provider->entry || !m->spec.provider->entry(&m->spec, c->arena, &spec))
			continue;
		entry = arena_new_object(c->arena, struct match);
		entry->probe = hidden;
		entry->attach = a;
		entry->spec = spec;
		entry->leaves = m;
		*last = entry;
		last = &entry->next;
		a->match_count++;
	}
	return a;
}

static struct node *entry_body(struct compilation *c, struct span span)
{
	struct node *block = arena_new_object(c->arena, struct node),
		    *statement = arena_new_object(c->arena, struct node),
		    *call = arena_new_object(c->arena, struct node);

	call->kind = NODE_CALL;
	call->call.builtin = &latency_entry;
	call->call.name = latency_entry.name;
	statement->kind = NODE_EXPRESSION;
	statement->expression.value = call;
	block->kind = NODE_BLOCK;
	block->list.first = statement;
	block->list.count = 1;
	block->span = statement->span = call->span = call->call.name_span = span;
	return block;
}

static struct probe_node *entry_of(struct compilation *c, struct probe_node *p)
{
	struct probe_node *hidden = arena_new_object(c->arena, struct probe_node);
	struct attach_node **last = &hidden->attach;
	uint32_t matches = 0, nesting = 0;

	hidden->span = p->span;
	hidden->body = entry_body(c, p->span);
	hidden->leaves = p;
	for (const struct attach_node *a = p->attach; a; a = a->next) {
		*last = entry_attach(c, a, hidden);
		last = &(*last)->next;
		for (const struct match *m = a->matches; m; m = m->next, matches++)
			nesting += m->spec.provider->flags & PROVIDER_NESTS ? 1 : 0;
	}
	/* of several functions, which call each other, the one has to be told from the other */
	p->uses_probe_id = hidden->uses_probe_id = nesting && matches > 1;
	return hidden;
}

void resolve_entries(struct compilation *c)
{
	for (struct probe_node **at = &c->program->probes; *at; at = &(*at)->next) {
		struct probe_node *p = *at;

		if (!p->uses_entry)
			continue;
		p->entry = entry_of(c, p);
		p->entry->next = p;
		*at = p->entry;
		at = &p->entry->next;
	}
}
