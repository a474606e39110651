/* compiler/check_access.c - fields and elements: args.field, (a, b).0, array[i] (language.md E9,
 * E10, R2). Part of the check pass. */
#include "compiler/check.h"
#include "compiler/complete.h"

#include <errno.h>
#include <stdlib.h>

#include "probes/btf_types.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

/* What the matches of a probe say about one field of args. */
struct field_search {
	struct checker *ck;
	struct node *n;
	struct shape shape;
	const struct match *first;
	const struct type *first_type;
	bool failed;
};

static bool find_arg(const struct match *m, const char *name, uint32_t *index)
{
	for (uint32_t i = 0; i < m->carries.arg_count; i++)
		if (m->carries.args[i].name && str_eq(m->carries.args[i].name, name)) {
			*index = i;
			return true;
		}
	return false;
}

static const char *field_list(struct checker *ck, const struct match *m)
{
	const char *text = "";

	for (uint32_t i = 0; i < m->carries.arg_count && i < 24; i++)
		text = arena_printf(
			ck->arena, "%s%s%s", text, i ? ", " : "", m->carries.args[i].name);
	return text;
}

static void report_unknown(struct field_search *s, const struct match *m)
{
	struct node *n = s->n;
	struct nearest near;
	struct diag *d = diag_error(s->ck->diags, n->field.name_span, DIAG_UNKNOWN_FIELD,
		"'%s' is no field of '%s'", n->field.name, m->spec.text);

	s->failed = true;
	if (!diag_is_shown(d))
		return;
	if (s->first)
		diag_note(d, n->span, "'%s' has it, but the body stands on both",
			s->first->spec.text);
	nearest_start(&near, n->field.name);
	for (uint32_t i = 0; i < m->carries.arg_count; i++)
		if (m->carries.args[i].name)
			nearest_offer(&near, m->carries.args[i].name);
	if (diag_offer(d, "", &near))
		return;
	if (m->carries.arg_count)
		diag_hint(d, "its fields are %s", field_list(s->ck, m));
	else
		diag_hint(d, "it has no fields");
}

static void report_unreadable(struct field_search *s, const struct match *m, uint32_t index)
{
	const struct probe_value *v = &m->carries.args[index];

	s->failed = true;
	diag_error(s->ck->diags, s->n->field.name_span, DIAG_NO_SUCH_ARGUMENT,
		"'%s' of '%s', which is '%s', cannot be read: %s", v->name, m->spec.text, v->c_type,
		v->refused);
}

static void visit_match(const struct match *m, void *arg)
{
	struct field_search *s = arg;
	struct shape shape;
	uint32_t index = 0;
	struct diag *d;

	if (s->failed)
		return;
	if (!find_arg(m, s->n->field.name, &index)) {
		report_unknown(s, m);
		return;
	}
	if (!m->carries.args[index].type) {
		report_unreadable(s, m, index);
		return;
	}
	shape = shape_of_type(s->ck->arena, m->carries.args[index].type);
	if (!s->first) {
		s->first = m;
		s->first_type = m->carries.args[index].type;
		s->n->field.index = index;
	}
	if (shape_join(s->ck->arena, &s->shape, &shape) != JOIN_CONFLICT)
		return;
	s->failed = true;
	d = diag_error(s->ck->diags, s->n->span, DIAG_TYPE_MISMATCH,
		"'%s' is %s in '%s' and %s in '%s'", s->n->field.name,
		type_text(s->ck->arena, s->first_type), s->first->spec.text,
		type_text(s->ck->arena, m->carries.args[index].type), m->spec.text);
	diag_note(
		d, s->first->attach->span, "it is %s here", type_text(s->ck->arena, s->first_type));
	if (m->attach != s->first->attach)
		diag_note(d, m->attach->span, "and %s here",
			type_text(s->ck->arena, m->carries.args[index].type));
	diag_hint(d, "write a probe of its own for each, or read it where both have the same type");
}

static void note_used(struct checker *ck, const char *name, struct span span)
{
	struct used_field *f;

	for (f = ck->probe->used_fields; f; f = f->next)
		if (str_eq(f->name, name))
			return;
	f = arena_new_object(ck->arena, struct used_field);
	f->name = name;
	f->span = span;
	f->next = ck->probe->used_fields;
	ck->probe->used_fields = f;
}

static const struct type *check_args_field(struct checker *ck, struct node *n)
{
	struct field_search s = {.ck = ck, .n = n};
	const struct type *t = n->field.object->type = check_name(ck, n->field.object);

	if (type_is_bad(t))
		return t;
	checker_each_match(ck, visit_match, &s);
	if (s.failed || !s.first)
		return &type_error;
	note_used(ck, n->field.name, n->span);
	return shape_type(ck->arena, &s.shape, false);
}

/* `args` as a whole */

struct args_search {
	struct checker *ck;
	const struct node *n;
	const struct match *first;
	const struct type *type;
};

static const struct type *args_type(
	struct checker *ck, const struct node *use, const struct match *m)
{
	struct type *t = arena_new_object(ck->arena, struct type);
	struct type_field *fields =
		arena_new_array(ck->arena, struct type_field, m->carries.arg_count + 1);

	for (uint32_t i = 0; i < m->carries.arg_count; i++) {
		const struct probe_value *v = &m->carries.args[i];

		if (v->name && v->type)
			fields[t->field_count++] = (struct type_field){.name = v->name,
				.type = btf_types_whole(v->type, ck->arena)};
	}
	t->kind = TYPE_STRUCT;
	t->name = use->name.text;
	t->fields = fields;
	t->size = type_layout(fields, t->field_count, &t->align);
	t->align = 8;
	t->size = ROUND_UP(t->size, 8);
	return t;
}

static void visit_args(const struct match *m, void *arg)
{
	struct args_search *s = arg;
	const struct type *t = args_type(s->ck, s->n, m);

	if (!s->first) {
		s->first = m;
		s->type = t;
		for (uint32_t i = 0; i < t->field_count; i++)
			note_used(s->ck, t->fields[i].name, s->n->span);
	} else if (!type_is_bad(s->type) && !type_equal(s->type, t)) {
		diag_hint(diag_error(s->ck->diags, s->n->span, DIAG_TYPE_MISMATCH,
				  "'%s' of '%s' has other fields than that of '%s'",
				  s->n->name.text, m->spec.text, s->first->spec.text),
			"use its fields, one by one, or write a body for each");
		s->type = &type_error;
	}
}

const struct type *check_whole_args(struct checker *ck, const struct node *n)
{
	struct args_search s = {.ck = ck, .n = n, .type = &type_error};

	checker_each_match(ck, visit_args, &s);
	ck->probe->uses_whole_args = true;
	return s.type;
}

static const struct type *tuple_part(
	struct checker *ck, const struct node *at, const struct type *t, uint64_t index)
{
	if (index < t->field_count)
		return t->fields[index].type;
	diag_hint(diag_error(ck->diags, at->span, DIAG_BAD_INDEX, "%s has no element %llu",
		      type_text(ck->arena, t), (unsigned long long)index),
		"elements are counted from 0 to %u", t->field_count ? t->field_count - 1 : 0);
	return &type_error;
}

static const struct type *check_tuple_field(
	struct checker *ck, struct node *n, const struct type *t)
{
	const char *name = n->field.name;
	char *end;
	unsigned long index;

	errno = 0;
	index = strtoul(name, &end, 10);
	if (name[0] < '0' || name[0] > '9' || *end || errno) {
		diag_hint(diag_error(ck->diags, n->field.name_span, DIAG_UNKNOWN_FIELD,
			      "'%s' is no element of a tuple", name),
			"its elements are .0, .1 and so on");
		return &type_error;
	}
	n->field.index = (uint32_t)MIN_OF(index, UINT32_MAX);
	return tuple_part(ck, n, t, index);
}

static const struct type *check_record_field(
	struct checker *ck, struct node *n, const struct type *t)
{
	struct type_field field;

	if (!check_struct_member(ck, t, n->field.name, n->field.name_span, &field))
		return &type_error;
	n->field.index = (uint32_t)(type_field(t, n->field.name) - t->fields);
	return field.type;
}

static void note_asked_match(const struct match *m, void *arg)
{
	completion_of_match(arg, m);
}

const struct type *check_field(struct checker *ck, struct node *n)
{
	const struct node *object = n->field.object;
	bool asked = ck->c->completion && completion_asks(ck->c->completion, n->field.name_span);
	const struct type *t;

	n->field.member = NULL;
	if (node_is_args(object)) {
		t = check_args_field(ck, n);
		if (asked)
			checker_each_match(ck, note_asked_match, ck->c->completion);
		return t;
	}
	t = check_object(ck, n->field.object);
	if (asked)
		completion_of_type(ck->c->completion, t);
	if (!t || type_is_bad(t))
		return t;
	if (t->kind == TYPE_TUPLE)
		return check_tuple_field(ck, n, t);
	if (t->kind == TYPE_RECORD)
		return check_record_field(ck, n, t);
	if (t->kind == TYPE_POINTER || t->kind == TYPE_STRUCT)
		return check_member(ck, n, t);
	struct diag *d = diag_error(ck->diags, n->field.name_span, DIAG_UNKNOWN_FIELD,
		"'%s' is no field: %s has none", n->field.name, type_text(ck->arena, t));

	if (t->is_raw)
		diag_hint(d, "cast it to a pointer first: ((struct NAME *)...).%s", n->field.name);
	return &type_error;
}

/* An element of an array or a string that is a value. */
static const struct type *check_array_index(
	struct checker *ck, const struct node *n, const struct type *t)
{
	bool is_string = t->kind == TYPE_STRING;
	const struct type *elem = is_string ? &type_int8 : t->elem;
	uint32_t count = is_string ? t->size : t->count;

	if (!n->index.at->type)
		return elem;
	return check_index_in(ck, n, t, true, count) ? elem : &type_error;
}

const struct type *check_index(struct checker *ck, struct node *n)
{
	const struct node *at = n->index.at;
	const struct type *t = check_object(ck, n->index.object),
			  *index = check_value(ck, n->index.at), *elem;

	if (t && t->kind == TYPE_PROBE)
		t = checker_as_text(ck, n->index.object);
	n->index.stride = 0;
	if (type_is_bad(t) || type_is_bad(index))
		return &type_error;
	if (!t)
		return NULL;
	elem = check_element_in_memory(ck, n, t);
	if (elem)
		return elem;
	if (t->kind == TYPE_ARRAY || t->kind == TYPE_STRING)
		return check_array_index(ck, n, t);
	if (t->kind == TYPE_TUPLE && at->kind == NODE_INT)
		return tuple_part(ck, at, t, at->integer.value);
	if (t->kind == TYPE_TUPLE)
		diag_error(ck->diags, at->span, DIAG_NOT_A_LITERAL,
			"the index of a tuple is a literal");
	else
		diag_error(ck->diags, n->span, DIAG_BAD_INDEX, "%s has no elements",
			type_text(ck->arena, t));
	return &type_error;
}
