/* compiler/check_type.c - types where they are written (language.md T1 to T6).  Part of the check
 * pass. */
#include "compiler/c_script.h"
#include "compiler/check.h"

#include <string.h>

#include "compiler/resolve.h"
#include "compiler/type_word.h"
#include "probes/btf.h"
#include "probes/btf_types.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

static const struct type_word *word_of(const struct type_name *name)
{
	return name->query ? NULL : type_word_find(name->base, strlen(name->base));
}

/* count_t, usum_t: aggregations that have a name (T6). */
static const struct type *agg_named(struct checker *ck, const char *name)
{
	static const struct agg_params none;
	const struct type *samples[] = {NULL, &type_int64, &type_uint64};
	size_t len = strlen(name);

	/* histograms and the like are called by their function's name, and have none as a type */
	if (len < 2 || !str_eq(name + len - 2, "_t"))
		return NULL;
	for (int id = 0; id < AGG_COUNT_OF; id++)
		for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
			struct shape s = shape_of_agg(ck->arena, (enum agg_id)id, &none,
				shape_of_type(ck->arena, samples[i]));
			const struct type *t = shape_type(ck->arena, &s, true);

			if (str_eq(type_text(ck->arena, t), name))
				return t;
		}
	return NULL;
}

/* "struct " of "struct sock"; "" of a name alone. */
static const char *tag_text(struct checker *ck, const char *text)
{
	const char *blank = strchr(text, ' ');

	return blank ? arena_printf(ck->arena, "%.*s", (int)(blank + 1 - text), text) : "";
}

static const struct type *unknown_type(struct checker *ck, struct span where, const char *text)
{
	const char *tag = tag_text(ck, text), *program;
	struct nearest near;
	struct span include;
	struct diag *d;

	if (c_script_skipped(ck->c->c_unit, text, &include)) {
		d = diag_error(ck->diags, where, DIAG_UNKNOWN_TYPE,
			"'%s' cannot be used: its declaration cannot be read", text);
		diag_note(d, include, "it comes from this header");
		return &type_error;
	}
	if (!btf_types_present()) {
		d = diag_environment(ck->diags, where, DIAG_UNKNOWN_TYPE,
			"'%s' cannot be looked up: this kernel has no type information", text);
		diag_hint(d, "use a kernel with CONFIG_DEBUG_INFO_BTF: then "
			     "/sys/kernel/btf/vmlinux is there");
		return &type_error;
	}
	program = probe_untyped_program(ck->c);
	d = diag_error(ck->diags, where, DIAG_UNKNOWN_TYPE, "%s type '%s'%s",
		btf_program(&ck->c->programs, 0) ? "neither the program nor this kernel has a"
			: "this kernel has no",
		text,
		program ? arena_printf(ck->arena, ", and %s has no debug information", program)
			: "");
	if (!diag_is_shown(d))
		return &type_error;
	if (program)
		diag_hint(d,
			"compile that with -g, install its debug symbols, or declare the type in the script");
	nearest_start(&near, text + strlen(tag));
	btf_types_each_like(&ck->c->programs, text, nearest_visit, &near);
	if (!*tag &&
		btf_types_by_name(
			&ck->c->programs, arena_printf(ck->arena, "struct %s", text), ck->arena))
		diag_hint(d, "did you mean 'struct %s'?", text);
	else
		diag_offer(d, tag, &near);
	return &type_error;
}

/* A type of so many bytes (T2). */
static const struct type *sized_type(
	struct checker *ck, const struct type_name *name, const struct type_word *word)
{
	uint32_t capacity = name->dimension_count ? name->dimensions[0] : 0;

	if (capacity <= ck->c->config.max_strlen)
		return word->of_capacity(ck->arena, capacity);
	diag_hint(diag_error(ck->diags, name->span, DIAG_TOO_LARGE, "a %s holds at most %u bytes",
			  name->base, ck->c->config.max_strlen),
		"raise the limit with SONDE_MAX_STRLEN");
	return &type_error;
}

static const struct type *base_type(struct checker *ck, const struct type_name *name)
{
	const struct type_word *word = word_of(name);
	const struct type *t;

	if (name->query)
		return check_typeof(ck, name->query);
	if (word)
		return word->of_capacity ? sized_type(ck, name, word) : word->type;
	t = agg_named(ck, name->base);
	if (!t)
		t = btf_types_by_name(&ck->c->programs, name->base, ck->arena);
	return t ? t : unknown_type(ck, name->span, name->base);
}

/* What a pointer finds again by the id or the name that it has, and is not kept beside it. */
static bool is_found_again(const struct type *t)
{
	if (t->kind == TYPE_POINTER)
		return !t->elem || str_eq(t->name, "char");
	return t->kind == TYPE_STRUCT && t->btf_id;
}

const struct type *check_pointer_to(struct checker *ck, const struct type *t)
{
	struct type *out = arena_memdup(ck->arena, &type_pointer, sizeof(type_pointer));
	const char *name = t->name ? t->name : "void";

	out->name = t->kind != TYPE_POINTER
		? type_text(ck->arena, t)
		: arena_printf(ck->arena, strchr(name, '*') ? "%s*" : "%s *", name);
	if (!is_found_again(t))
		out->elem = t;
	else if (t->kind == TYPE_STRUCT)
		out->btf_id = t->btf_id;
	return out;
}

/* Pointers are named as the kernel's own type information names them, so that both are the same
 * type. */
static const struct type *pointer_type(
	struct checker *ck, const struct type_name *name, const struct type *base)
{
	const struct type_word *word = word_of(name);
	const struct type *out;
	struct type *first;

	if (name->query) {
		out = check_pointer_to(ck, base);
	} else {
		out = first = arena_memdup(ck->arena, &type_pointer, sizeof(type_pointer));
		first->name = name->base;
		if (word && word->type)
			first->elem = base;
		else
			first->btf_id = base->btf_id;
	}
	for (uint32_t i = 1; i < name->stars; i++)
		out = check_pointer_to(ck, out);
	return out;
}

static const struct type *array_of(
	struct checker *ck, const struct type_name *name, const struct type *elem)
{
	const struct type_word *word = word_of(name);
	uint32_t first = word && word->of_capacity ? 1 : 0;

	for (uint32_t i = name->dimension_count; i > first; i--) {
		if ((uint64_t)elem->size * name->dimensions[i - 1] > UINT32_MAX) {
			diag_error(ck->diags, name->span, DIAG_TOO_LARGE,
				"the type has more than 4 GiB");
			return &type_error;
		}
		elem = type_array(ck->arena, elem, name->dimensions[i - 1]);
	}
	return elem;
}

/* The type that is written there. */
const struct type *check_written_type(struct checker *ck, const struct type_name *name)
{
	const struct type *t = base_type(ck, name);

	if (!t || type_is_bad(t))
		return t;
	if (name->stars)
		t = str_eq(name->base, "void") && name->stars == 1 ? &type_pointer
			: pointer_type(ck, name, t);
	return array_of(ck, name, t);
}
