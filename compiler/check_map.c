/* compiler/check_map.c - maps in expressions: keyed or not, their keys, and reading aggregations
 * (language.md M1 to M4, M7).  Part of the check pass. */
#include "compiler/check.h"

#include "runtime/base/util.h"

/* More parts than anybody writes; bounds the work on each key. */
#define KEY_PARTS_MAX 64

struct agg_search {
	enum agg_id id;
	const struct builtin *found;
};

static void visit_row(const struct builtin *b, void *arg)
{
	struct agg_search *s = arg;

	if ((b->flags & BI_AGGREGATION) && b->agg == s->id)
		s->found = b;
}

bool agg_is_number(enum agg_id id)
{
	struct agg_search s = {.id = id};

	builtin_each(visit_row, &s);
	return s.found && s.found->value;
}

void report_agg_in_expression(struct checker *ck, const struct node *n, const struct type *agg)
{
	diag_hint(diag_error(ck->diags, n->span, DIAG_AGG_IN_EXPRESSION,
		      "'@%s' is an aggregation (%s) that is no number for an expression",
		      n->map.name, agg_name(agg->agg)),
		"print(@%s) shows it", n->map.name);
}

/* M1: a map has keys everywhere or nowhere; the first use decides. */
static bool decide_keyed(struct checker *ck, const struct node *n, bool keyed)
{
	struct map *m = n->map.ref;
	struct diag *d;

	if (!m->key_known) {
		m->key_known = true;
		m->is_keyed = keyed;
		m->key_decided = n->span;
	}
	if (m->is_keyed == keyed)
		return true;
	if (keyed)
		d = diag_error(ck->diags, n->span, DIAG_MAP_MIXED,
			"'@%s' has no keys, but gets one here", m->name);
	else
		d = diag_error(ck->diags, n->span, DIAG_MAP_MIXED,
			"'@%s' has keys, but is used without one", m->name);
	diag_note(d, m->key_decided,
		keyed ? "it is used without a key here" : "it is used with a key here");
	return false;
}

static bool is_key_type(const struct type *t)
{
	return t->kind != TYPE_VOID && t->kind != TYPE_AGG;
}

/* What a program is called with is another one each time (M2). */
static bool is_context(const struct node *n)
{
	return n->kind == NODE_NAME && n->name.builtin && n->name.builtin->flags & BI_CONTEXT;
}

/* The parts of the key; false when one is wrong. */
static bool check_key_parts(struct checker *ck, struct node *n)
{
	bool good = true;

	/* parts are counted: a row may have made an element of its arguments, of which more
	 * follow */
	struct node *part = n->map.keys;

	for (uint32_t i = 0; i < n->map.key_count; i++, part = part->next) {
		const struct type *t = check_value(ck, part);

		if (t && !type_is_bad(t) && !is_key_type(t)) {
			diag_error(ck->diags, part->span, DIAG_BAD_KEY, "%s cannot be a key",
				type_text(ck->arena, t));
			part->type = &type_error;
		} else if (is_context(part)) {
			diag_hint(diag_error(ck->diags, part->span, DIAG_BAD_KEY,
				      "'%s' cannot be a key", part->name.text),
				"its fields can");
			part->type = &type_error;
		}
		good &= !type_is_bad(part->type);
	}
	if (n->map.key_count > KEY_PARTS_MAX) {
		diag_hint(diag_error(ck->diags, n->span, DIAG_BAD_KEY,
				  "a key has at most %d parts, not %u", KEY_PARTS_MAX,
				  n->map.key_count),
			"put some of them into a tuple: @%s[a, (b, c)]", n->map.name);
		good = false;
	}
	return good;
}

static struct span key_span(const struct node *n)
{
	struct span all = n->map.keys->span;
	const struct node *part = n->map.keys;

	for (uint32_t i = 0; i < n->map.key_count; i++, part = part->next)
		all.end = part->span.end;
	return all;
}

const struct type *check_map_element(struct checker *ck, struct node *n)
{
	struct map *m = n->map.ref;
	bool good = !n->map.keys || check_key_parts(ck, n);
	struct shape key;

	if (!decide_keyed(ck, n, n->map.keys != NULL) || !good)
		return n->type = &type_error;
	if (n->map.keys) {
		key = shape_of_keys(ck->arena, n);
		check_gather(ck,
			&(struct gather){
			.into = &m->key_gathered,
			.settled = &m->key_shape,
			.type = &m->key_type,
			.wide = true,
			.first = &m->key_span,
			.span = key_span(n),
			.place = arena_printf(ck->arena, "the key of '@%s'", m->name),
			},
			&key);
	}
	return n->type = m->value_type;
}

const struct type *check_map_read(struct checker *ck, struct node *n)
{
	const struct type *t = check_map_element(ck, n);

	if (!t || t->kind != TYPE_AGG)
		return t;
	if (agg_is_number(t->agg))
		return t->elem;
	report_agg_in_expression(ck, n, t);
	return &type_error;
}

const struct type *check_map_whole(struct checker *ck, struct node *n)
{
	(void)ck;
	return n->type = &type_void;
}
