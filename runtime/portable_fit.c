/* runtime/portable_fit.c - which of a portable image's programs serves a probe of this machine: one
 * whose body gets at everything that it uses in the way that this kernel has it, but for offsets,
 * which are put in.  Part of runtime/portable.c. */
#include <string.h>

#include "runtime/base/util.h"
#include "runtime/portable_internal.h"

static const struct probe_value *find_arg(const struct local *l, const char *name, uint32_t *index)
{
	for (uint32_t i = 0; i < l->carries.arg_count; i++)
		if (l->carries.args[i].name && str_eq(l->carries.args[i].name, name)) {
			*index = i;
			return &l->carries.args[i];
		}
	return NULL;
}

const struct access *portable_access(
	const struct local *l, const struct image *image, const struct image_value *v)
{
	const struct probe_plan *plan = &l->plan;
	uint32_t index;

	switch ((enum image_value_role)v->role) {
	case VALUE_ARG:
		return plan->args && find_arg(l, image_text(image, v->name), &index)
			? &plan->args[index]
			: NULL;
	case VALUE_WORD:
		return plan->words && v->index < l->carries.word_count ? &plan->words[v->index]
			: NULL;
	case VALUE_RETVAL:
		return &plan->retval;
	case VALUE_SELECTOR:
		return plan->selector.used ? &plan->selector.access : NULL;
	case VALUE_SKIP_COMPAT:
		return &plan->skip_compat;
	case VALUE_PRESENT:
		return &plan->present;
	case VALUE_STACK_POINTER:
		return &plan->stack_pointer;
	case VALUE_RETURN_ADDRESS:
		return &plan->return_address;
	case VALUE_ROLE_COUNT:
		break;
	}
	return NULL;
}

/* Where instructions take the place from a fact. */
static bool has_fact(const struct image_value *v)
{
	return v->role == VALUE_SKIP_COMPAT ||
		((v->role == VALUE_ARG || v->role == VALUE_RETVAL) &&
			(v->kind == ACCESS_CTX || v->kind == ACCESS_CTX_NUMBER ||
				v->kind == ACCESS_CTX_BYTES || v->kind == ACCESS_DATA_LOC));
}

static bool is_same_access(const struct image_value *v, const struct access *a)
{
	return a->kind == v->kind && (a->offset == v->offset || has_fact(v)) &&
		a->pointer_offset == v->pointer_offset && a->size == v->size &&
		a->index_offset == v->index_offset && a->scale == v->scale &&
		a->is_signed == v->is_signed && a->number == v->number;
}

static const struct type *type_of(
	const struct local *l, const struct image *image, const struct image_value *v)
{
	uint32_t index;
	const struct probe_value *arg =
		v->role == VALUE_ARG ? find_arg(l, image_text(image, v->name), &index) : NULL;

	return v->role == VALUE_RETVAL ? l->carries.retval : arg ? arg->type : NULL;
}

/* NULL, or what is wrong with it here. */
static const char *check_value(
	const struct settling *s, const struct local *l, const struct image_value *v)
{
	static const char *const what[VALUE_ROLE_COUNT] = {
		[VALUE_WORD] = "an argument",
		[VALUE_RETVAL] = "its result",
		[VALUE_SELECTOR] = "which event it is",
		[VALUE_SKIP_COMPAT] = "which calls it leaves out",
		[VALUE_PRESENT] = "whether there is an object",
		[VALUE_STACK_POINTER] = "the stack pointer",
		[VALUE_RETURN_ADDRESS] = "the return address",
	};
	const struct access *a = portable_access(l, s->image, v);
	const struct type *t = type_of(l, s->image, v);
	const char *name = v->role == VALUE_ARG
		? arena_printf(s->arena, "'%s'", image_text(s->image, v->name))
		: what[v->role];

	if (!a || a->kind == ACCESS_NONE)
		return arena_printf(s->arena, "it has no %s on this kernel", name);
	if (v->type != IMAGE_NONE &&
		(!t || !str_eq(type_text(s->arena, t), image_text(s->image, v->type))))
		return arena_printf(s->arena,
			"%s is %s on this kernel and %s on the one that the image was built on",
			name, t ? type_text(s->arena, t) : "not known",
			image_text(s->image, v->type));
	if (!is_same_access(v, a))
		return arena_printf(s->arena,
			"%s is had in another way than on the kernel that the image was built on",
			name);
	return NULL;
}

static bool has_value(
	const struct settling *s, const struct image_body *b, enum image_value_role role)
{
	for (uint32_t i = 0; i < b->value_count; i++)
		if (s->image->values[b->value_first + i].role == role)
			return true;
	return false;
}

/* Tests that the program would have to make, and does not. */
static bool lacks_test(
	const struct settling *s, const struct image_body *b, const struct probe_plan *plan)
{
	return (plan->selector.used && !has_value(s, b, VALUE_SELECTOR)) ||
	       (plan->skip_compat.kind != ACCESS_NONE && !has_value(s, b, VALUE_SKIP_COMPAT)) ||
	       (plan->present.kind != ACCESS_NONE && !has_value(s, b, VALUE_PRESENT));
}

static const char *check_plan(
	const struct settling *s, const struct image_body *b, const struct probe_plan *plan)
{
	const struct image_prog *prog = &s->image->progs[b->prog];
	bool asks_func = plan->func == PROBE_FUNC_ASK;

	if (plan->prog_type != prog->type)
		return arena_printf(s->arena,
			"on this kernel it is traced by another kind of program (%s)",
			plan->mechanism);
	if (plan->preemptible != !!(prog->flags & IMAGE_PROG_PREEMPTIBLE) ||
		plan->guarded != !!(b->flags & IMAGE_BODY_GUARDED) ||
		(plan->nests && !(b->flags & IMAGE_BODY_NESTS)) ||
		plan->waits != !!(b->flags & IMAGE_BODY_WAITS) || plan->filter != b->filter ||
		(prog->flags & IMAGE_PROG_COOKIE && !plan->cookies) ||
		(b->flags & IMAGE_BODY_FUNC && asks_func != !!(b->flags & IMAGE_BODY_ASKS_FUNC)) ||
		lacks_test(s, b, plan))
		return arena_printf(s->arena, "on this kernel it is traced in another way (%s)",
			plan->mechanism);
	return NULL;
}

/* What the body uses, in terms of this probe. */
static struct probe_use use_of(
	const struct settling *s, const struct local *l, const struct image_body *b, bool *args)
{
	struct probe_use use = {
		.whole_args = b->flags & IMAGE_BODY_WHOLE_ARGS,
		.words = b->words,
		.retval = b->flags & IMAGE_BODY_RETVAL,
		.ctx = b->flags & IMAGE_BODY_CTX,
		.func = b->flags & IMAGE_BODY_FUNC,
		.id = b->flags & IMAGE_BODY_ID,
		.typed = b->flags & IMAGE_BODY_TYPED,
		.override = b->flags & IMAGE_BODY_OVERRIDE,
		.apart = !(b->flags & IMAGE_BODY_SELECTED),
		.many = b->flags & IMAGE_BODY_MANY,
		.pids = s->options->pids,
		.pid_count = s->options->pid_count,
		.forbidden = s->options->forbidden,
		.attach_by = b->attach_by == IMAGE_NONE ? NULL : image_text(s->image, b->attach_by),
	};

	for (uint32_t i = 0; i < b->value_count; i++) {
		const struct image_value *v = &s->image->values[b->value_first + i];
		uint32_t index;

		if (v->role == VALUE_ARG && find_arg(l, image_text(s->image, v->name), &index)) {
			args[index] = true;
			use.args = args;
		}
	}
	return use;
}

/* All fields as a whole are a value whose form is in the image. */
static const char *check_whole_args(
	const struct settling *s, const struct local *l, const struct image_body *b)
{
	uint32_t built = 0, here = 0;

	if (!(b->flags & IMAGE_BODY_WHOLE_ARGS))
		return NULL;
	for (uint32_t i = 0; i < b->value_count; i++)
		built += s->image->values[b->value_first + i].role == VALUE_ARG;
	for (uint32_t i = 0; i < l->carries.arg_count; i++)
		here += l->carries.args[i].name && l->carries.args[i].type;
	return built == here
		? NULL
		: arena_printf(s->arena,
			  "it has %u fields on this kernel and %u on the one that the image was built on",
			  here, built);
}

static const char *carries(struct settling *s, struct local *l, const struct image_body *b)
{
	struct probe_error err = { 0 };

	if (!l->has_carries && l->spec.provider->carries(&l->spec, s->arena, &l->carries, &err))
		return arena_strdup(s->arena, err.message);
	l->has_carries = true;
	if ((b->flags & (IMAGE_BODY_WHOLE_ARGS | IMAGE_BODY_RETVAL) ||
		    has_value(s, b, VALUE_ARG)) &&
		!l->is_described) {
		if (l->spec.provider->describe)
			l->spec.provider->describe(&l->spec, s->arena, &l->carries);
		l->is_described = true;
	}
	return NULL;
}

/* A body that chooses among the events of its hook has room for all in its table, or is for one of
 * them. */
static const char *check_event(const struct local *l, const struct image_body *b)
{
	uint64_t event = l->plan.selector.value;

	if (!(b->flags & IMAGE_BODY_SELECTED))
		return NULL;
	if (b->table_map == IMAGE_NONE)
		return event == b->event ? NULL : "it was not there where the image was built";
	return event < IMAGE_EVENTS ? NULL : "its number is too large for the image";
}

static uint32_t body_count(const struct settling *s, uint32_t prog)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < s->image->counts[IMAGE_BODIES]; i++)
		count += s->image->bodies[i].prog == prog;
	return count;
}

static bool is_same_event(const struct local *a, const struct local *b)
{
	return a->plan.selector.value == b->plan.selector.value && a->plan.hook && b->plan.hook &&
		str_eq(a->plan.hook, b->plan.hook);
}

/* The bodies of a program that one event runs are those of its probes in written order, each once.
 * A program of one body may be there twice. */
static bool is_taken(const struct settling *s, const struct local *l, const struct image_body *b)
{
	bool before = true;

	if (!(b->flags & IMAGE_BODY_SELECTED) && body_count(s, b->prog) == 1)
		return false;
	for (const struct local *other = s->locals; other; other = other->next) {
		if (other == l)
			before = false;
		else if (!other->left_out && other->body && other->body->prog == b->prog &&
			(before ? other->body >= b : other->body <= b) && is_same_event(other, l))
			return true;
	}
	return false;
}

static const char *fits(struct settling *s, struct local *l, const struct image_body *b)
{
	const char *why = carries(s, l, b);
	struct probe_error err = { 0 };
	struct probe_use use;

	if (why)
		return why;
	use = use_of(s, l, b, arena_new_array(s->arena, bool, l->carries.arg_count + 1));
	l->plan = (struct probe_plan){ 0 };
	if (l->spec.provider->plan(&l->spec, &use, s->arena, &l->plan, &err))
		return arena_strdup(s->arena, err.message);
	why = check_plan(s, b, &l->plan);
	if (!why)
		why = check_event(l, b);
	if (!why && is_taken(s, l, b))
		why = "other probes run in its place";
	for (uint32_t i = 0; !why && i < b->value_count; i++)
		why = check_value(s, l, &s->image->values[b->value_first + i]);
	return why ? why : check_whole_args(s, l, b);
}

/* The first of the bodies that fits, of the program `built` or of all others. */
static const char *fit_among(
	struct settling *s, struct local *l, uint32_t built, bool others, bool alone)
{
	const char *why = NULL;

	for (uint32_t i = 0; i < s->image->counts[IMAGE_BODIES]; i++) {
		const struct image_body *b = &s->image->bodies[i];
		const char *reason;

		if (b->script != local_point(s, l)->body || (b->prog == built) == others ||
			(alone && body_count(s, b->prog) > 1))
			continue;
		reason = fits(s, l, b);
		l->body = b;
		if (!reason)
			return NULL;
		why = why ? why : reason;
	}
	return why ? why : "where the image was built it shares a program with other probes";
}

const char *portable_fit(struct settling *s, struct local *l)
{
	uint32_t built = l->built == IMAGE_NONE ? IMAGE_NONE : s->image->probes[l->built].prog;
	const char *why = l->built == IMAGE_NONE ? "" : fit_among(s, l, built, false, false),
		   *other;

	/* the program that it was built with comes first */
	if (!why)
		return NULL;
	other = fit_among(s, l, built, true, false);
	return other && *why ? why : other;
}

const char *portable_fit_alone(struct settling *s, struct local *l)
{
	return fit_among(s, l, IMAGE_NONE, true, true);
}
