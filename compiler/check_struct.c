/* compiler/check_struct.c - what lies behind pointers: fields, elements, *p, sizeof and offsetof
 * (language.md E7, E9, E10, E13).  Part of the check pass.
 *
 * A place is an expression that stands for memory: a field of a struct, an element of an array in
 * memory, *p.  A place that is used as a value is read as a whole. */
#include "compiler/check.h"
#include "compiler/fact.h"

#include "probes/btf_types.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define WHOLE_MAX 4096 /* bytes of a struct or an array that may be used as one value */
#define LISTED_FIELDS 16

/* Pointers */

static struct diag *cannot_follow(struct checker *ck, const struct node *n, const struct type *t)
{
	struct diag *d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND,
		"%s cannot be followed: it is not known what lies there", type_text(ck->arena, t));

	diag_hint(d, "cast it to a pointer to a type: (struct NAME *)");
	return d;
}

/* What a pointer points to; reports at n when that is not known. */
static const struct type *pointee(struct checker *ck, const struct node *n, const struct type *t)
{
	const struct type *to = btf_types_pointee(&ck->c->programs, t, ck->arena);

	if (to && to->kind != TYPE_VOID)
		return to;
	if (t->name && *t->name && !btf_types_present())
		diag_environment(ck->diags, n->span, DIAG_UNKNOWN_TYPE,
			"%s cannot be followed: this kernel has no type information",
			type_text(ck->arena, t));
	else
		cannot_follow(ck, n, t);
	return &type_error;
}

/* *p */
const struct type *check_deref(struct checker *ck, struct node *n)
{
	struct node *operand = n->unary.operand;
	const struct type *t = check_value(ck, operand);

	if (!t || type_is_bad(t))
		return t;
	if (t->kind == TYPE_POINTER)
		return pointee(ck, operand, t);
	/* what kaddr() gives, and addresses calculated with it: the word that lies there (F25) */
	if (t->kind == TYPE_INT && t->size == sizeof(uint64_t))
		return &type_uint64;
	if (t->kind == TYPE_INT)
		cannot_follow(ck, operand, t);
	else
		diag_error(ck->diags, operand->span, DIAG_BAD_OPERAND,
			"'*' follows a pointer, not %s", type_text(ck->arena, t));
	return &type_error;
}

/* &$v (E6) */
const struct type *check_address(struct checker *ck, struct node *n)
{
	struct node *operand = n->unary.operand;
	const struct type *t = operand->kind == NODE_MAP ? check_map_element(ck, operand)
		: check_expression(ck, operand);
	struct diag *d;

	if (operand->kind == NODE_VARIABLE && t && !type_is_bad(t))
		return check_pointer_to(ck, t);
	/* a map has none, whatever it holds */
	if (operand->kind != NODE_MAP && (!t || type_is_bad(t)))
		return t;
	d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND, "%s has no address",
		operand->kind == NODE_MAP && operand->map.ref->is_thread
			? "a variable of the thread"
			: operand->kind == NODE_MAP
			? "a map outside of the arguments of a C function"
			: node_is_place(operand) ? "what is read from memory"
			: "this value");
	if (node_is_place(operand))
		diag_hint(d,
			"the pointer that leads there is an address; offsetof() is how far in it lies");
	else
		diag_hint(d, "only variables have: &$x");
	return &type_error;
}

bool check_same_memory(const struct type *a, const struct type *b)
{
	return a->btf_id && b->btf_id ? a->kind == b->kind && a->btf_id == b->btf_id
		: type_equal(a, b);
}

static bool same_target(const struct type *a, const struct type *b)
{
	return !a || !b || a->kind == TYPE_VOID || b->kind == TYPE_VOID || check_same_memory(a, b);
}

void check_same_pointers(struct checker *ck, const struct node *n)
{
	const struct type *a = n->binary.left->type, *b = n->binary.right->type;

	if (a->kind == TYPE_POINTER && b->kind == TYPE_POINTER &&
		!same_target(btf_types_pointee(&ck->c->programs, a, ck->arena),
			btf_types_pointee(&ck->c->programs, b, ck->arena)))
		diag_warning(ck->diags, n->span, DIAG_POINTER_TYPES,
			"pointers to different types are compared: %s and %s",
			type_text(ck->arena, a), type_text(ck->arena, b));
}

/* p + n, n + p, p - n: in steps of what the pointer points to (E16); NULL: neither is a pointer. */
const struct type *check_pointer_arithmetic(struct checker *ck, const struct node *n)
{
	const struct type *a = n->binary.left->type, *b = n->binary.right->type;
	enum operator op = n->binary.op;
	struct diag *d;

	if (!a || !b || (a->kind != TYPE_POINTER && b->kind != TYPE_POINTER))
		return NULL;
	if (type_is_bad(a) || type_is_bad(b))
		return &type_error;
	if ((op == OP_ADD || op == OP_SUB) && a->kind == TYPE_POINTER && type_is_number(b))
		return a;
	if (op == OP_ADD && type_is_number(a))
		return b;
	d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND, "'%s' cannot be used with %s and %s",
		operator_text(op), type_text(ck->arena, a), type_text(ck->arena, b));
	diag_hint(d, "a number may be added to a pointer and subtracted from it; for the address "
		     "as a number, cast it: (uint64)");
	return &type_error;
}

bool node_is_place(const struct node *n)
{
	return n->kind == NODE_DEREF ||
	       (n->kind == NODE_FIELD && n->field.member && !n->field.in_value) ||
	       (n->kind == NODE_INDEX && n->index.stride);
}

/* Fields */

struct field_names {
	struct checker *ck;
	const char *text;
	uint32_t count;
};

static void list_name(const char *name, void *arg)
{
	struct field_names *list = arg;

	if (list->count++ < LISTED_FIELDS)
		list->text = arena_printf(
			list->ck->arena, "%s%s%s", list->text, *list->text ? ", " : "", name);
}

void check_each_member(const struct type *t, void (*visit)(const char *name, void *arg), void *arg)
{
	if (t->btf_id) {
		btf_types_each_member(t, visit, arg);
		return;
	}
	for (uint32_t i = 0; i < t->field_count; i++)
		visit(t->fields[i].name, arg);
}

static void unknown_member(
	struct checker *ck, struct span where, const struct type *t, const char *name)
{
	struct diag *d = diag_error(ck->diags, where, DIAG_UNKNOWN_FIELD,
		"'%s' is no field of '%s'", name, type_text(ck->arena, t));
	struct field_names list = {.ck = ck, .text = ""};
	struct nearest near;

	if (!diag_is_shown(d))
		return;
	nearest_start(&near, name);
	check_each_member(t, nearest_visit, &near);
	check_each_member(t, list_name, &list);
	if (diag_offer(d, "", &near))
		return;
	if (list.count)
		diag_hint(d, "its fields are %s%s", list.text,
			list.count > LISTED_FIELDS ? " ..." : "");
	else
		diag_hint(d, "this kernel does not say what is in it");
}

/* A struct of the kernel's is looked into by its id; one that was made here has its fields. */
bool check_struct_member(struct checker *ck, const struct type *t, const char *name,
	struct span where, struct type_field *out)
{
	const struct type_field *own = type_field(t, name);

	if (own) {
		*out = *own;
		return true;
	}
	if (t->kind == TYPE_STRUCT && btf_types_member(t, name, ck->arena, out))
		return true;
	unknown_member(ck, where, t, name);
	return false;
}

/* A pointer to a pointer: one more step on the way to the struct (E9). */
static const struct type *follow_to_struct(struct checker *ck, struct node *n, const struct type *t)
{
	const struct type *to = pointee(ck, n->field.object, t);

	while (to->kind == TYPE_POINTER) {
		struct node *step = arena_new_object(ck->arena, struct node);

		step->kind = NODE_DEREF;
		step->span = n->field.object->span;
		step->type = to;
		step->unary.operand = n->field.object;
		n->field.object = step;
		to = pointee(ck, step, to);
	}
	return to;
}

const struct type *check_member(struct checker *ck, struct node *n, const struct type *t)
{
	struct type_field *member = arena_new_object(ck->arena, struct type_field);

	if (t->kind == TYPE_POINTER)
		t = follow_to_struct(ck, n, t);
	else
		n->field.in_value = !node_is_place(n->field.object);
	if (type_is_bad(t))
		return t;
	if (t->kind != TYPE_STRUCT) {
		diag_error(ck->diags, n->field.name_span, DIAG_UNKNOWN_FIELD,
			"'%s' is no field: %s has none", n->field.name, type_text(ck->arena, t));
		return &type_error;
	}
	if (!check_struct_member(ck, t, n->field.name, n->field.name_span, member))
		return &type_error;
	if (!member->type || member->type->kind == TYPE_VOID) {
		diag_error(ck->diags, n->field.name_span, DIAG_BAD_OPERAND,
			"'%s' cannot be read: values of its type are not known", n->field.name);
		return &type_error;
	}
	n->field.member = member;
	return member->type;
}

bool check_index_in(struct checker *ck, const struct node *n, const struct type *t, bool counted,
	uint32_t count)
{
	const struct node *at = n->index.at;

	if (!type_is_number(at->type)) {
		diag_error(ck->diags, at->span, DIAG_BAD_INDEX, "an index is an integer, not %s",
			type_text(ck->arena, at->type));
		return false;
	}
	if (!counted || at->kind != NODE_INT || at->integer.value < count)
		return true;
	diag_hint(diag_error(ck->diags, at->span, DIAG_BAD_INDEX, "the index is outside of %s",
		      type_text(ck->arena, t)),
		"elements are counted from 0 to %u", count ? count - 1 : 0);
	return false;
}

/* Elements of arrays and strings in memory, and behind pointers; NULL: n is none of these. */
const struct type *check_element_in_memory(struct checker *ck, struct node *n, const struct type *t)
{
	const struct node *at = n->index.at;
	const struct type *elem;
	bool place = node_is_place(n->index.object);
	uint32_t count = t->kind == TYPE_ARRAY ? t->count : t->size;

	if (t->kind == TYPE_POINTER) {
		elem = pointee(ck, n->index.object, t);
		count = 0;
	} else if (place && t->kind == TYPE_ARRAY) {
		elem = t->elem;
	} else if (place && t->kind == TYPE_STRING) {
		elem = &type_int8;
	} else {
		return NULL;
	}
	if (type_is_bad(elem) || !at->type)
		return elem;
	if (!check_index_in(ck, n, t, count != 0, count))
		return &type_error;
	n->index.stride = elem->size;
	return elem;
}

/* Values */

/* A place, or a field of a value. */
static bool is_memory(const struct node *n)
{
	return node_is_place(n) || (n->kind == NODE_FIELD && n->field.member);
}

const struct type *check_size(struct checker *ck, struct span where, const struct type *t)
{
	if (t->kind != TYPE_STRUCT && t->kind != TYPE_ARRAY)
		return t;
	if (t->size <= WHOLE_MAX)
		return btf_types_whole(t, ck->arena);
	diag_hint(diag_error(ck->diags, where, DIAG_TOO_LARGE,
		      "%s has %u bytes, a value has at most %d", type_text(ck->arena, t), t->size,
		      WHOLE_MAX),
		"use its %s, one by one", t->kind == TYPE_STRUCT ? "fields" : "elements");
	return &type_error;
}

const struct type *check_whole(struct checker *ck, const struct node *n, const struct type *t)
{
	uint32_t most = ck->c->config.max_strlen;

	if (t->kind == TYPE_STRUCT && node_is_args(n))
		t = check_whole_args(ck, n);
	if (t->kind == TYPE_STRING && is_memory(n) && (!t->size || t->size > most))
		return type_string(ck->arena, most);
	return check_size(ck, n->span, t);
}

/* sizeof, offsetof */

/* The type that a query asks about; NULL while it is not known. */
static const struct type *queried_type(struct checker *ck, struct node *n)
{
	return n->query.of ? check_written_type(ck, n->query.of) : check_object(ck, n->query.value);
}

static struct span queried_span(const struct node *n)
{
	return n->query.of ? n->query.of->span : n->query.value->span;
}

const struct type *check_typeof(struct checker *ck, struct node *n)
{
	n->type = &type_void;
	n->query.asked = queried_type(ck, n);
	return n->query.asked;
}

/* Where it stands as an expression: a type is no value. */
const struct type *check_typeof_value(struct checker *ck, struct node *n)
{
	diag_hint(diag_error(ck->diags, n->span, DIAG_BAD_OPERAND, "typeof() has no value"),
		"it stands where a type does: (typeof(a))b, sizeof(typeof(a)), container_of()");
	return &type_error;
}

const struct type *check_sizeof(struct checker *ck, struct node *n)
{
	const struct type *t = queried_type(ck, n);

	if (!t || type_is_bad(t))
		return t;
	if (t->kind == TYPE_VOID || (t->kind == TYPE_STRUCT && !t->btf_id && !t->size)) {
		diag_error(ck->diags, queried_span(n), DIAG_BAD_OPERAND, "%s has no size",
			type_text(ck->arena, t));
		return &type_error;
	}
	fact_assume_size(ck->c, t, n->span);
	n->query.result = t->size;
	return &type_uint64;
}

const struct type *check_offsetof(struct checker *ck, struct node *n)
{
	const struct type *t = queried_type(ck, n);
	struct type_field member;

	n->query.result = 0;
	if (!t || type_is_bad(t))
		return t;
	fact_assume_layout(ck->c, t, n->span);
	for (const struct member_name *m = n->query.path; m; m = m->next) {
		if (t->kind != TYPE_STRUCT) {
			diag_error(ck->diags, m->span, DIAG_UNKNOWN_FIELD,
				"'%s' is no field: %s has none", m->text, type_text(ck->arena, t));
			return &type_error;
		}
		if (!check_struct_member(ck, t, m->text, m->span, &member))
			return &type_error;
		if (member.bit_size) {
			diag_error(ck->diags, m->span, DIAG_BAD_OPERAND,
				"'%s' is a bit field: it has no offset in bytes", m->text);
			return &type_error;
		}
		n->query.result += member.offset;
		t = member.type ? member.type : &type_void;
	}
	return &type_uint64;
}
