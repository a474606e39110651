/* compiler/resolve_entry.c - part of the resolve pass: bodies that no script wrote, each one call
 * of a row that none can name.  A probe that asks for `latency` gets a hidden probe at the entry of
 * everything that it leaves (builtin_latency.c); the probe of a program of an imported object calls
 * it. */
#include "compiler/resolve.h"

#include "runtime/base/util.h"
#include "compiler/builtin.h"
#include "compiler/lower.h"

/* Where the matches of an attach point are entered; those that leave nothing are refused by the
 * row's check. */
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

static struct node *call_of(struct compilation *c, const struct builtin *row, struct span span)
{
	struct node *block = arena_new_object(c->arena, struct node),
		    *statement = arena_new_object(c->arena, struct node),
		    *call = arena_new_object(c->arena, struct node);

	call->kind = NODE_CALL;
	call->call.builtin = row;
	call->call.name = row->name;
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
	hidden->body = call_of(c, &latency_entry, p->span);
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

static const struct builtin c_program_row = {
	.name = "program",
	.signature = "program() -> void",
	.lower = lower_c_program_call,
};

void resolve_c_programs(struct compilation *c)
{
	for (struct probe_node *p = c->program->probes; p; p = p->next)
		if (p->c_program)
			p->body = call_of(c, &c_program_row, p->span);
}
