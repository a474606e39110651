/* runtime/portable.c - from a portable image to one for this machine, step by step.  Owns nothing
 * that outlives the call.  Called by the command line before a session begins. */
#include "runtime/portable.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "runtime/portable_internal.h"
#include "runtime/report.h"

static struct span span_of(const struct image_point *p)
{
	return (struct span){ p->span_start, p->span_end };
}

/* A probe that none of the programs is for: one of many is left out, and one that may be
 * missing. */
static int leave_out(struct settling *s, struct local *l, const char *why)
{
	const struct image_point *p = local_point(s, l);
	const char *text = arena_printf(
		s->arena, "'%s' cannot be traced by this image: %s", l->spec.text, why);

	if (!l->is_open && !(p->flags & IMAGE_POINT_MISSING)) {
		report_error_at(s->image, span_of(p), text,
			"build the image on this kernel, or one like it");
		return -EINVAL;
	}
	if (s->options->warnings && !(p->flags & IMAGE_POINT_SILENT))
		log_warn("%s: it is left out", text);
	if (!l->is_open)
		s->skipped++;
	l->left_out = true;
	return 0;
}

/* What is left without its entry would tell nothing, and an entry that nothing leaves is of no
 * use. */
static void leave_out_halves(struct settling *s)
{
	for (struct local *l = s->locals; l; l = l->next)
		if (l->left_out && l->leaves)
			l->leaves->left_out = true;
	for (struct local *l = s->locals; l; l = l->next)
		l->left_out |= l->leaves && l->leaves->left_out;
}

/* Those that something is found against are left out. */
static int keep_fitting(
	struct settling *s, const char *(*against)(struct settling *s, struct local *l))
{
	int err = 0;

	for (struct local *l = s->locals; l && !err; l = l->next) {
		const char *why = against(s, l);

		if (why)
			err = leave_out(s, l, why);
	}
	leave_out_halves(s);
	for (struct local **at = &s->locals; *at;) {
		if ((*at)->left_out)
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
	return err;
}

/* The probe that a body of the program runs for: this one, or another one on the same hook. */
static const struct local *runs_body(
	const struct settling *s, const struct local *l, const struct image_body *b)
{
	const struct local *other = s->locals;

	if (l->body == b)
		return l;
	while (other &&
		(other->body != b ||
			!str_eq(other->plan.hook ? other->plan.hook : "",
				l->plan.hook ? l->plan.hook : "")))
		other = other->next;
	return other;
}

/* A program runs all its bodies: where one of them is not for the probe, another program has to
 * serve it. */
static const char *check_company(struct settling *s, struct local *l)
{
	for (uint32_t i = 0; i < s->image->counts[IMAGE_BODIES]; i++) {
		const struct image_body *b = &s->image->bodies[i];

		if (b->prog == l->body->prog && !(b->flags & IMAGE_BODY_SELECTED) &&
			!runs_body(s, l, b))
			return portable_fit_alone(s, l);
	}
	return NULL;
}

static int fit_all(struct settling *s)
{
	int err = keep_fitting(s, portable_fit);

	return err ? err : keep_fitting(s, check_company);
}

static bool is_built(const struct settling *s, const struct local *l, uint32_t i)
{
	const struct image_probe *p = &s->image->probes[i];

	return !s->taken[i] && p->point == l->point &&
		str_eq(image_text(s->image, p->text), local_name(s, l));
}

/* Which of them the machine had that the image was built on. */
static void find_built(struct settling *s)
{
	uint32_t built = s->image->counts[IMAGE_PROBES], next = 0;

	s->taken = arena_new_array(s->arena, bool, built + 1);
	for (struct local *l = s->locals; l; l = l->next) {
		uint32_t tried = 0;

		/* mostly they stand in the same order */
		while (tried < built && !is_built(s, l, (next + tried) % built))
			tried++;
		l->built = IMAGE_NONE;
		if (tried == built)
			continue;
		l->built = (next + tried) % built;
		s->taken[l->built] = true;
		next = l->built + 1;
	}
}

/* The first of each name gives the number that all of the name have; a hidden one has that of the
 * probe it is for. */
static void number_names(struct settling *s)
{
	struct strmap names = { .arena = s->arena };

	for (struct local *l = s->locals; l; l = l->next) {
		const struct local *first = l->leaves ? NULL : strmap_get(&names, local_name(s, l));

		if (!l->leaves && (!first || l->id < first->id))
			strmap_put(&names, local_name(s, l), l);
	}
	for (struct local *l = s->locals; l; l = l->next)
		l->number = ((const struct local *)strmap_get(
				     &names, local_name(s, l->leaves ? l->leaves : l)))
				    ->id;
}

/* Probes keep the numbers that they were built with, which the programs may hold; what is new comes
 * behind. */
static void number_all(struct settling *s)
{
	s->probe_count = s->image->counts[IMAGE_PROBES];
	for (struct local *l = s->locals; l; l = l->next)
		l->id = l->built == IMAGE_NONE ? s->probe_count++ : l->built;
	number_names(s);
}

/* Programs */

static uint64_t place_of_value(
	const struct settling *s, const struct local *l, const struct image_fact *f)
{
	const struct image_value v = {
		.role = *image_text(s->image, f->text) ? VALUE_ARG : VALUE_RETVAL, .name = f->text
	};
	const struct access *a = portable_access(l, s->image, &v);

	return a ? a->offset : 0;
}

static uint64_t fact_of_body(
	const struct settling *s, const struct local *l, const struct image_fact *f)
{
	l = runs_body(s, l, &s->image->bodies[f->body]);
	if (!l)
		return f->value;
	switch ((enum fact_kind)f->kind) {
	case FACT_VALUE:
		return place_of_value(s, l, f);
	case FACT_COMPAT:
		return l->plan.skip_compat.offset;
	case FACT_PROBE:
		return l->number;
	case FACT_FUNC_ADDRESS:
		return l->plan.func_address;
	case FACT_MEMBER:
	case FACT_SIZE:
	case FACT_LAYOUT:
	case FACT_ENUMERATOR:
	case FACT_FUNCTION:
	case FACT_HAS_FUNCTION:
	case FACT_VARIABLE:
	case FACT_SYMBOL:
	case FACT_SYMBOL_START:
	case FACT_SYMBOL_SIZE:
	case FACT_CGROUP:
	case FACT_CPUS:
	case FACT_PID_NAMESPACE:
	case FACT_PROGRAM:
	case FACT_FILTERED:
	case FACT_KERNEL:
	case FACT_KIND_COUNT:
		break;
	}
	return 0;
}

/* All facts as the program of this probe has them. */
static uint64_t *facts_for(const struct settling *s, const struct local *l)
{
	uint32_t count = s->image->counts[IMAGE_FACTS];
	uint64_t *values = arena_new_array(s->arena, uint64_t, count + 1);

	memcpy(values, s->facts.values, count * sizeof(*values));
	for (uint32_t i = 0; i < count; i++) {
		const struct image_fact *f = &s->image->facts[i];

		if (f->body != IMAGE_NONE && s->image->bodies[f->body].prog == l->body->prog)
			values[i] = fact_of_body(s, l, f);
	}
	return values;
}

static bool is_same_hook_type(const struct probe_plan *a, const struct probe_plan *b)
{
	const char *in_a = a->attach_module ? a->attach_module : "",
		   *in_b = b->attach_module ? b->attach_module : "";

	return a->prog_type == b->prog_type && a->attach_type == b->attach_type &&
		a->attach_btf_id == b->attach_btf_id && str_eq(in_a, in_b);
}

static bool serves(const struct settling *s, const struct variant *v, const struct local *l,
	const uint64_t *values)
{
	return v->built == l->body->prog && v->first &&
		is_same_hook_type(&v->first->plan, &l->plan) &&
		!memcmp(v->values, values, s->image->counts[IMAGE_FACTS] * sizeof(*values));
}

static struct variant *add_variant(struct settling *s, uint32_t built)
{
	struct variant *v = arena_new_object(s->arena, struct variant);

	v->built = built;
	v->index = s->prog_count++;
	*s->last_variant = v;
	s->last_variant = &v->next;
	return v;
}

static void choose_variant(struct settling *s, struct local *l)
{
	uint64_t *values = facts_for(s, l);
	struct variant *v = s->variants;

	while (v && (v->built != l->body->prog || (v->first && !serves(s, v, l, values))))
		v = v->next;
	if (!v)
		v = add_variant(s, l->body->prog);
	if (!v->first) {
		v->first = l;
		v->values = values;
	}
	l->variant = v;
}

/* The programs keep their numbers, too. */
static void choose_variants(struct settling *s)
{
	s->last_variant = &s->variants;
	for (uint32_t i = 0; i < s->image->counts[IMAGE_PROGS]; i++)
		add_variant(s, i)->values = s->facts.values;
	for (struct local *l = s->locals; l; l = l->next)
		choose_variant(s, l);
}

static int settle(struct settling *s, struct buffer *out)
{
	int err = facts_find(&s->facts);

	if (!err)
		err = portable_find(s);
	if (err)
		return err;
	find_built(s);
	err = fit_all(s);
	if (err)
		return err;
	number_all(s);
	if (!s->locals) {
		log_error("program: no probe of the script is there to attach to");
		return -ENOENT;
	}
	choose_variants(s);
	return portable_write(s, out);
}

int portable_settle(
	const struct image *image, const struct portable_options *options, struct buffer *out)
{
	struct settling s = {
		.image = image,
		.options = options,
		.arena = arena_new(),
		.scope = {
			.pids = options->pids,
			.pid_count = options->pid_count,
			.debug_path = options->debug_path,
		},
	};
	int err = -ENOMEM;

	if (!s.arena) {
		log_error("program: cannot be run: %s", strerror(ENOMEM));
		return err;
	}
	s.facts = (struct facts){
		.image = image, .arena = s.arena, .filtered = options->pid_count || options->follow
	};
	err = settle(&s, out);
	facts_close(&s.facts);
	arena_free(s.arena);
	return err;
}
