/* compiler/layout_alike.c - bodies that can be one function: of two matches that look alike, and of
 * two probes that say the same.  Part of the layout pass. */
#include "compiler/layout_alike.h"

#include "compiler/resolve.h"
#include "probes/btf.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

/* Two matches look alike to a body when every value it uses is got at in the same way and has the
 * same type. */

static bool access_equal(const struct access *a, const struct access *b)
{
	return a->kind == b->kind && a->offset == b->offset &&
	       a->pointer_offset == b->pointer_offset && a->size == b->size &&
	       a->index_offset == b->index_offset && a->scale == b->scale &&
	       a->is_signed == b->is_signed && a->number == b->number;
}

static const struct probe_value *find_arg(
	const struct match *m, const char *name, const struct access **access)
{
	for (uint32_t i = 0; i < m->carries.arg_count; i++)
		if (str_eq(m->carries.args[i].name, name)) {
			*access = m->plan.args ? &m->plan.args[i] : NULL;
			return &m->carries.args[i];
		}
	return NULL;
}

static bool results_alike(const struct match *a, const struct match *b)
{
	const struct type *ta = a->carries.retval, *tb = b->carries.retval;

	return access_equal(&a->plan.retval, &b->plan.retval) && !ta == !tb &&
		(!ta || type_equal(ta, tb));
}

static bool args_alike(const struct probe_node *p, const struct match *a, const struct match *b)
{
	for (const struct used_field *f = p->used_fields; f; f = f->next) {
		const struct access *in_a = NULL, *in_b = NULL;
		const struct probe_value *va = find_arg(a, f->name, &in_a),
					 *vb = find_arg(b, f->name, &in_b);

		if (!va || !vb || !in_a || !in_b || !access_equal(in_a, in_b) ||
			va->user != vb->user || !type_equal(va->type, vb->type))
			return false;
	}
	return true;
}

static bool words_alike(const struct probe_node *p, const struct match *a, const struct match *b)
{
	uint32_t count = MAX_OF(a->carries.word_count, b->carries.word_count);

	for (uint32_t n = 0; n < count; n++) {
		if (!(p->uses_words >> MIN_OF(n, PROBE_WORD_LAST) & 1))
			continue;
		if (n >= a->carries.word_count || n >= b->carries.word_count ||
			!access_equal(&a->plan.words[n], &b->plan.words[n]))
			return false;
	}
	return true;
}

bool layout_matches_alike(
	const struct probe_node *p, const struct match *a, const struct match *b)
{
	const struct access *sa = &a->plan.selector.access, *sb = &b->plan.selector.access;

	if (p->uses_place && a != b)
		return false;
	if (a->spec.provider != b->spec.provider || a->plan.selector.used != b->plan.selector.used)
		return false;
	if (a->plan.selector.used && !access_equal(sa, sb))
		return false;
	if (!access_equal(&a->plan.skip_compat, &b->plan.skip_compat) ||
		a->plan.skip_compat_mask != b->plan.skip_compat_mask)
		return false;
	if (!access_equal(&a->plan.return_address, &b->plan.return_address))
		return false;
	if (p->uses_words && !words_alike(p, a, b))
		return false;
	if (p->uses_retval && !results_alike(a, b))
		return false;
	if (p->uses_func &&
		(a->plan.func != b->plan.func || a->plan.func_address != b->plan.func_address))
		return false;
	return args_alike(p, a, b);
}

/* Probes that say the same: names mean the same all over a script, so their text decides, and the
 * types of what differs from event to event. */

/* Names of types and fields may mean those of the programs that the probe is on. */
static const char *programs_of(struct compilation *c, struct probe_node *p)
{
	const char *text = "";
	bool asked = p->programs;

	for (const struct attach_node *a = p->attach; a && !asked; a = a->next)
		for (const struct match *m = a->matches; m && !asked; m = m->next)
			asked = m->is_described && m->spec.provider->types;
	if (asked)
		probe_find_programs(c, p);
	for (uint32_t i = 0; i < p->program_count; i++)
		text = arena_printf(c->arena, "%s%u ", text, p->programs[i]->number);
	return text;
}

static const char *text_of(struct compilation *c, struct probe_node *p)
{
	const struct node *first = p->predicate ? p->predicate : p->body;
	uint32_t len;
	const char *text = source_written(
		&c->sources, (struct span){first->span.start, p->body->span.end}, &len);

	return text ? arena_printf(c->arena, "%s%.*s", programs_of(c, p), (int)len, text) : NULL;
}

static bool variables_equal(const struct variable *a, const struct variable *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!a->type || !b->type || !type_equal(a->type, b->type))
			return false;
	return !a && !b;
}

/* A field that several events have is of the join of their types. */
static bool has_joined_fields(const struct probe_node *p)
{
	return p->uses_whole_args ||
	       (p->used_fields && (p->attach->next || p->attach->match_count != 1));
}

void layout_find_alike(struct compilation *c)
{
	struct strmap by_text = {0};

	for (struct probe_node *p = c->program->probes; p; p = p->next) {
		/* those that share the memory of their entries are no one else's, and programs of
		 * objects have no text */
		bool alone = has_joined_fields(p) || p->entry || p->leaves || p->c_program;
		const char *text = alone ? NULL : text_of(c, p);
		struct probe_node *first = text ? strmap_get(&by_text, text) : NULL;

		p->like = p;
		p->is_model = false;
		if (first && !first->tells_place &&
			variables_equal(first->variables, p->variables)) {
			p->like = first;
			first->is_model = true;
		} else if (text) {
			strmap_put(&by_text, text, p);
		}
	}
	strmap_free(&by_text);
}

bool layout_same_body(const struct probe_node *a, const struct probe_node *b)
{
	return a->like == b->like;
}
