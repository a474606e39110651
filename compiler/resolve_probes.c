/* compiler/resolve_probes.c - attach points to probes of this machine: puts positional parameters
 * into their text, lets the provider take it apart and list what it stands for.  First half of the
 * resolve pass; the check pass asks here for what a probe carries. */
#include "compiler/resolve.h"

#include <errno.h>

#include "runtime/base/buffer.h"
#include "runtime/base/positional.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "compiler/c_program.h"
#include "compiler/named_parameter.h"
#include "probes/executed.h"
#include "probes/btf.h"
#include "probes/name_filter.h"

/* An attach point with its parameters put in, and where each byte came from. */
struct expansion {
	struct compilation *c;
	const struct probe_node *probe;
	const struct attach_node *attach;
	struct buffer text;
	uint32_t *from; /* offset in the text as written, per byte */
	size_t from_capacity;
	const char *stand_in; /* for parameters; NULL: they are known */
	/* one that it stands for, and its number; the span is empty when there is none */
	struct span parameter;
	uint64_t number;
};

/* The text of an attach point ends its span; a label (name=) may stand before it. */
static uint32_t text_start(const struct attach_node *a)
{
	return a->span.end - (uint32_t)strlen(a->text);
}

static struct span part_of(const struct attach_node *a, uint32_t start, uint32_t len)
{
	uint32_t at = text_start(a) + start;

	return a->is_given ? a->span : (struct span){at, at + len};
}

static bool put(char ch, uint32_t from, void *arg)
{
	struct expansion *x = arg;

	if (!vec_reserve((void **)&x->from, x->text.len, &x->from_capacity, sizeof(*x->from)))
		return false;
	x->from[x->text.len] = from;
	buffer_putc(&x->text, ch);
	return true;
}

/* What a parameter stands for, which in an image for other machines is not known before it runs:
 * something else takes its place. */
static const char *parameter_text(uint64_t number, uint32_t at, uint32_t len, void *arg)
{
	struct expansion *x = arg;
	struct span where = part_of(x->attach, at, len);

	if (x->c->goal == GOAL_CHECK) {
		diag_environment(x->c->diags, where, DIAG_MISSING_PARAMETER,
			"which probe it is depends on parameter $%llu", (unsigned long long)number);
		return NULL;
	}
	if (!x->stand_in)
		return resolve_parameter(x->c, number, where);
	named_parameter_use_text(x->c, number, where);
	x->parameter = where;
	x->number = number;
	return x->stand_in;
}

/* False, said so. */
static bool expand(struct expansion *x)
{
	struct positional p = {.value = parameter_text, .put = put, .arg = x};

	switch (positional_expand(&p, x->attach->text)) {
	case POSITIONAL_OK:
		return true;
	case POSITIONAL_NO_NUMBER:
		diag_hint(diag_error(x->c->diags, part_of(x->attach, p.at, p.len),
				  DIAG_BAD_ATTACH_POINT, "'$' is no part of a probe's name"),
			"put the name in double quotes, or write $1 for a positional parameter");
		break;
	case POSITIONAL_CIRCULAR:
		diag_error(x->c->diags, part_of(x->attach, p.at, p.len), DIAG_BAD_ATTACH_POINT,
			"$%llu stands for a text that it is part of itself",
			(unsigned long long)p.number);
		break;
	case POSITIONAL_STOPPED:
		break;
	}
	return false;
}

/* The part of the script that a provider's complaint is about. */
static struct span blame(const struct expansion *x, const struct probe_error *err)
{
	size_t end = (size_t)err->start + err->len;

	if (!err->len || end > x->text.len)
		return part_of(x->attach, 0, (uint32_t)strlen(x->attach->text));

	uint32_t first = x->from[err->start], last = x->from[end - 1];

	return part_of(x->attach, first, last + 1 - first);
}

/* Will what is said of one more attach point that is not there be read? */
static bool shows_missing(const struct compilation *c)
{
	switch (c->config.missing_probes) {
	case MISSING_IGNORE:
		return false;
	case MISSING_WARN:
		return diags_show_warnings(c->diags);
	case MISSING_ERROR:
		break;
	}
	return c->goal == GOAL_CHECK ? diags_show_warnings(c->diags) : diags_show_errors(c->diags);
}

static void report(const struct expansion *x, const struct probe_error *err)
{
	struct compilation *c = x->c;
	struct span where = blame(x, err);
	struct diag *d = NULL;

	switch (err->failure) {
	case PROBE_MALFORMED:
		d = diag_error(c->diags, where,
			x->attach->spec.provider ? DIAG_BAD_ATTACH_POINT : DIAG_UNKNOWN_PROVIDER,
			"%s", err->message);
		break;
	case PROBE_UNSUPPORTED:
		d = diag_environment(c->diags, where, DIAG_PROBE_UNSUPPORTED, "%s", err->message);
		break;
	case PROBE_NO_MATCH:
		if (c->config.missing_probes == MISSING_IGNORE)
			return;
		if (c->config.missing_probes == MISSING_WARN || c->goal == GOAL_CHECK)
			d = diag_warning(c->diags, where, DIAG_NO_MATCH, "%s", err->message);
		else
			d = diag_environment(c->diags, where, DIAG_NO_MATCH, "%s", err->message);
		break;
	}
	if (d)
		c_program_hint(d, x->probe);
	if (d && err->hint[0] && err->failure == PROBE_UNSUPPORTED)
		diag_hint_once(c->diags, d, err->hint);
	else if (d && err->hint[0])
		diag_hint(d, "%s", err->hint);
	if (err->failure == PROBE_NO_MATCH && c->config.missing_probes == MISSING_ERROR &&
		c->goal != GOAL_CHECK)
		diag_hint_once(c->diags, d,
			"SONDE_MISSING_PROBES=warn goes on without probes that are not there "
			"(missing_probes)");
}

/* Collecting what an attach point stands for. */
struct collector {
	struct compilation *c;
	struct probe_node *probe;
	struct attach_node *attach;
	struct match **last;
	struct strmap seen; /* full names of this probe's matches, and which place of it */
	/* texts of this probe's attach points all of whose matches are among those */
	struct strmap listed;
	struct strmap unique; /* attach points of the program whose names may stand only once */
	uint32_t total;	    /* of the program */
	bool filtered;	    /* there were some that --probe-filter does not keep */
};

static void warn(struct collector *k, const struct probe_spec *spec)
{
	struct diag *d =
		diag_warning(k->c->diags, k->attach->span, DIAG_PROBE_RISK, "%s", spec->warning);

	if (spec->warning_hint)
		diag_hint(d, "%s", spec->warning_hint);
}

static void check_unique(struct collector *k, const struct probe_spec *spec)
{
	const struct attach_node *before = strmap_get(&k->unique, spec->text);
	struct diag *d;

	if (!before) {
		strmap_put(&k->unique, spec->text, k->attach);
		return;
	}
	d = diag_error(k->c->diags, k->attach->span, DIAG_DUPLICATE_PROBE,
		"there is a '%s' already", spec->text);
	diag_note(d, before->span, "it is here");
	diag_hint(d, "give it another name: the name is what results are shown under");
}

/* False, said so, for what only --unsafe allows. */
static bool is_allowed(struct collector *k, const struct probe_spec *spec)
{
	if (!spec->risk || k->c->unsafe)
		return true;
	diag_hint(diag_error(k->c->diags, k->attach->span, DIAG_BAD_ATTACH_POINT, "'%s' %s",
		      k->attach->text, spec->risk),
		"allow it with --unsafe");
	return false;
}

/* Ends a listing. */
#define ENOUGH 1

static int collect(const struct probe_spec *spec, void *arg)
{
	struct collector *k = arg;
	const char *place = spec->place
		? arena_printf(k->c->arena, "%s at %u", spec->text, spec->place)
		: spec->text;
	struct match *m;

	if (!name_filter_keeps(k->c->filter, spec)) {
		k->filtered = true;
		return 0;
	}
	/* one that stands for others has nothing that they have not */
	if (k->attach->has_parameters ? spec->risk || spec->warning : !is_allowed(k, spec))
		return 0;
	if (spec->provider->flags & PROVIDER_UNIQUE)
		check_unique(k, spec);
	if (strmap_get(&k->seen, place))
		return 0;
	m = arena_new_object(k->c->arena, struct match);
	m->probe = k->probe;
	m->attach = k->attach;
	m->spec = *spec;
	strmap_put(&k->seen, place, m);
	if (spec->warning)
		warn(k, spec);
	*k->last = m;
	k->last = &m->next;
	k->attach->match_count++;
	if (++k->total > k->c->config.max_probes)
		return -E2BIG;
	return k->attach->has_parameters ? ENOUGH : 0;
}

static void too_many(struct collector *k)
{
	diag_hint(
		diag_error(k->c->diags, k->attach->span, DIAG_TOO_MANY_PROBES,
		"'%s' brings the script above %u probes", k->attach->text, k->c->config.max_probes),
		"use a narrower wildcard, or raise the limit with SONDE_MAX_PROBES");
}

/* A probe that could not be looked for stands for itself while its body is checked. */
static bool is_forgiven(
	const struct compilation *c, const struct attach_node *a, const struct probe_error *err)
{
	return c->goal == GOAL_CHECK && a->spec.provider && !diags_have_errors(c->diags) &&
	       err->failure != PROBE_MALFORMED;
}

/* One that is not there counts among the probes, too, where that is an error: a script can be wrong
 * in no more places than it may have probes. */
static void take_missing(
	const struct expansion *x, struct collector *k, const struct probe_error *err)
{
	report(x, err);
	if (is_forgiven(k->c, k->attach, err))
		collect(&k->attach->spec, k);
	else if (k->c->config.missing_probes == MISSING_ERROR)
		k->total++;
	else
		k->c->skipped_probes++;
}

/* Looks for what the attach point of this text stands for; sets a->spec.  0, or a failure with
 * `err` filled; -E2BIG when that is too many. */
static int list_attach(struct collector *k, struct attach_node *a, const char *text, uint32_t len,
	struct probe_error *err)
{
	struct arena *arena = k->c->arena;
	int result;

	if (probe_names_many(text, len)) {
		result = probe_list_many(text, len, &k->c->scope, arena, collect, k, err);
		a->spec.scope = &k->c->scope;
		/* none when all of them were there already */
		if (a->matches)
			a->spec = a->matches->spec;
		return result;
	}
	result = probe_parse(text, len, arena, &a->spec, err);
	a->spec.scope = &k->c->scope;
	if (!result && (a->has_parameters || is_allowed(k, &a->spec)))
		result = probe_list(&a->spec, arena, collect, k, err);
	return result;
}

/* The same text once more in one probe adds nothing, so nothing is looked for.  Where a name may
 * stand only once it is a mistake, as is all that failed. */
static void remember_listed(struct collector *k, const char *text)
{
	if (k->attach->matches && !(k->attach->spec.provider->flags & PROVIDER_UNIQUE))
		strmap_put(&k->listed, text, k->attach);
}

/* The attach point is looked for as its text says. */
static void resolve_text(struct collector *k, struct expansion *x)
{
	struct attach_node *a = k->attach;
	const char *text = buffer_text(&x->text);
	const struct attach_node *before = strmap_get(&k->listed, text);
	struct probe_error err = {0};
	int result = 0;

	a->expanded = arena_strdup(k->c->arena, text);
	if (before)
		a->spec = before->spec;
	else
		result = list_attach(k, a, text, (uint32_t)x->text.len, &err);
	if (result && result != -E2BIG)
		take_missing(x, k, &err);
	else if (!before && !a->matches)
		/* so that a script cannot have the same looked for in ever new words */
		k->total++;
	if (!result && !before)
		remember_listed(k, text);
}

/* The first probe that it may come to mean stands for those of the machines where the image runs:
 * their programs are made for that one.  False: there is none. */
static bool resolve_unknown(struct collector *k, struct expansion *x)
{
	struct attach_node *a = k->attach;
	struct probe_error err = {0};

	a->has_parameters = true;
	a->expanded = arena_strdup(k->c->arena, buffer_text(&x->text));
	return list_attach(k, a, a->expanded, (uint32_t)x->text.len, &err) >= 0 && a->matches;
}

static void report_unknown(const struct expansion *x)
{
	diag_hint(
		diag_error(x->c->diags, x->parameter, DIAG_NOT_PORTABLE,
			"which probe it is depends on parameter $%llu, which is not known before the image runs, and this machine has no probe that could stand for it",
			(unsigned long long)x->number),
		"write the name of the probe, or a wildcard, which is resolved when it runs");
}

static void resolve_attach(struct collector *k, struct attach_node *a)
{
	/* in the place of a name, or of a number */
	static const char *const stand_ins[] = {"*", "1"};
	struct expansion x = {.c = k->c, .probe = k->probe, .attach = a};

	k->attach = a;
	k->last = &a->matches;
	for (size_t i = 0; i < ARRAY_SIZE(stand_ins); i++) {
		buffer_clear(&x.text);
		x.stand_in = resolve_takes_late(k->c) ? stand_ins[i] : NULL;
		if (!expand(&x) || (x.parameter.end && resolve_unknown(k, &x)))
			break;
		if (!x.parameter.end) {
			resolve_text(k, &x);
			break;
		}
		if (i + 1 == ARRAY_SIZE(stand_ins))
			report_unknown(&x);
	}
	if (k->total > k->c->config.max_probes)
		too_many(k);
	mem_free(x.from);
	buffer_free(&x.text);
}

static bool has_flags(const struct attach_node *a, unsigned without, unsigned with)
{
	for (const struct match *m = a->matches; m; m = m->next) {
		unsigned flags = m->spec.provider->flags;

		if (!(flags & without) && (flags & with) == with)
			return true;
	}
	return false;
}

/* The first attach point but `except` that stands for a probe whose provider has none of the flags
 * `without` and all of `with`. */
static const struct attach_node *find_attach(const struct compilation *c,
	const struct attach_node *except, unsigned without, unsigned with)
{
	for (const struct probe_node *p = c->program->probes; p; p = p->next)
		for (const struct attach_node *a = p->attach; a; a = a->next)
			if (a != except && has_flags(a, without, with))
				return a;
	return NULL;
}

/* Some probes stand for all of a run: nothing but begin and end goes with them. */
static void check_sole(struct compilation *c)
{
	const struct attach_node *sole = find_attach(c, NULL, 0, PROVIDER_SOLE), *other;
	struct diag *d;

	if (!sole)
		return;
	other = find_attach(c, sole, PROVIDER_ALONE, 0);
	if (!other && sole->match_count < 2)
		return;
	d = diag_error(c->diags, sole->span, DIAG_NOT_ALONE,
		"'%s' must be the only attach point: the run ends when its walk does", sole->text);
	if (other)
		diag_note(d, other->span, "another one is here");
	diag_hint(d, "only begin and end probes may stand beside it");
}

static bool has_matches(const struct compilation *c)
{
	return find_attach(c, NULL, 0, 0);
}

void resolve_probes(struct compilation *c)
{
	struct collector k = {.c = c};

	c->scope.unadvised = !shows_missing(c);
	if (c->command_path)
		c->scope.command = executed_program(c->command_path, c->arena);

	for (struct probe_node *p = c->program->probes; p; p = p->next) {
		k.probe = p;
		for (struct attach_node *a = p->attach; a; a = a->next) {
			if (k.total <= c->config.max_probes)
				resolve_attach(&k, a);
		}
		strmap_free(&k.seen);
		strmap_free(&k.listed);
	}
	strmap_free(&k.unique);
	check_sole(c);
	if (!c->program->probes && c->at_prompt && c->goal != GOAL_IMAGE)
		return;         /* definitions, which are checked before they are kept */
	if (!c->program->probes)
		diag_hint(diag_environment(c->diags, SPAN_NONE, DIAG_NOTHING_TO_ATTACH,
			      "the script has no probes"),
			"write one, as in: begin { printf(\"hello\\n\"); }");
	else if (k.filtered && !has_matches(c) && !diags_have_errors(c->diags))
		diag_environment(c->diags, SPAN_NONE, DIAG_NOTHING_TO_ATTACH,
			"no probe of the script has a name in which --probe-filter is found");
	else if (!k.total && !diags_have_errors(c->diags) && !diags_unchecked(c->diags))
		diag_environment(c->diags, SPAN_NONE, DIAG_NOTHING_TO_ATTACH,
			"no probe of the script is there to attach to");
}

void match_ask_carries(struct compilation *c, struct match *m)
{
	struct probe_error err = {0};
	struct diag *d;

	if (m->has_carries)
		return;
	m->has_carries = true;
	if (!m->spec.provider->carries(&m->spec, c->arena, &m->carries, &err))
		return;
	m->carries_failed = true;
	d = diag_environment(c->diags, m->attach->span, DIAG_PROBE_UNSUPPORTED, "%s", err.message);
	if (err.hint[0])
		diag_hint(d, "%s", err.hint);
}

void match_describe(struct compilation *c, struct match *m)
{
	match_ask_carries(c, m);
	if (!m->is_described && !m->carries_failed && m->spec.provider->describe)
		m->spec.provider->describe(&m->spec, c->arena, &m->carries);
	m->is_described = true;
}

static bool is_among(const struct probe_node *p, const struct kernel_btf *b)
{
	for (size_t i = 0; i < p->program_count; i++)
		if (p->programs[i] == b)
			return true;
	return false;
}

/* Each once, in the order of the attach points. */
void probe_find_programs(struct compilation *c, struct probe_node *p)
{
	uint32_t matches = 0;

	if (p->programs)
		return;
	for (const struct attach_node *a = p->attach; a; a = a->next)
		for (const struct match *m = a->matches; m; m = m->next)
			matches++;
	p->programs = arena_new_array(c->arena, const struct kernel_btf *, matches + 1);
	for (const struct attach_node *a = p->attach; a; a = a->next) {
		for (const struct match *m = a->matches; m; m = m->next) {
			const struct kernel_btf *b =
				m->spec.provider->types ? m->spec.provider->types(&m->spec) : NULL;

			if (b && !is_among(p, b))
				p->programs[p->program_count++] = b;
		}
	}
}

static const struct kernel_btf *program_at(size_t i, void *arg)
{
	struct compilation *c = arg;
	struct probe_node *p = c->looks_into;

	probe_find_programs(c, p);
	return i < p->program_count ? p->programs[i] : NULL;
}

void probe_look_into(struct compilation *c, struct probe_node *p)
{
	c->looks_into = p;
	c->programs = (struct btf_programs){ p ? program_at : NULL, c };
}

const char *probe_untyped_program(const struct compilation *c)
{
	for (const struct attach_node *a = c->looks_into ? c->looks_into->attach : NULL; a;
		a = a->next) {
		const struct probe_spec *spec = a->matches ? &a->matches->spec : NULL;

		if (spec && spec->provider->program && spec->provider->types &&
			!spec->provider->types(spec))
			return spec->provider->program(spec);
	}
	return NULL;
}
