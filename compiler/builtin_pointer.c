/* compiler/builtin_pointer.c - rows about pointers and types: kptr uptr is_err container_of
 * typeinfo. */

#include <string.h>

#include "compiler/check.h"
#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

/* The kernel's errors are the last addresses there are. */
#define LARGEST_ERRNO 4095

/* The same pointer: what it points into is asked of the row's flags (row_user.c). */
static const struct type *space_check(struct checker *c, struct node *n)
{
	(void)c;
	return row_argument(n, 0)->type;
}

static ir_value space_lower(struct lowering *l, const struct node *n)
{
	return lower_argument(l, n, 0);
}

static ir_value is_err_lower(struct lowering *l, const struct node *n)
{
	return ir_compare(l, OP_GE, lower_argument(l, n, 0),
		lower_const(l, (uint64_t)-LARGEST_ERRNO), false);
}

/* container_of(p, typeof(T), member): p is the address of that member of a T. */
static const struct type *container_check(struct checker *c, struct node *n)
{
	const struct node *member = row_argument(n, 2);
	const struct type *t = row_argument(n, 1)->query.asked;
	struct type_field *f = arena_new_object(checker_arena(c), struct type_field);
	struct type *out;

	if (t->kind != TYPE_STRUCT || !t->btf_id) {
		diag_error(checker_diags(c), row_argument(n, 1)->span, DIAG_BAD_ARGUMENT,
			"container_of() needs a struct or a union, not %s",
			type_text(checker_arena(c), t));
		return &type_error;
	}
	if (!check_struct_member(c, t, member->name.text, member->span, f))
		return &type_error;
	if (f->bit_size) {
		diag_error(checker_diags(c), member->span, DIAG_BAD_ARGUMENT,
			"'%s' is a bit field: nothing points to it", f->name);
		return &type_error;
	}
	n->call.data = f;
	out = arena_memdup(checker_arena(c), &type_pointer, sizeof(type_pointer));
	out->name = t->name;
	out->btf_id = t->btf_id;
	return out;
}

static ir_value container_lower(struct lowering *l, const struct node *n)
{
	const struct type_field *f = n->call.data;

	return ir_binary(
		l, OP_SUB, lower_argument(l, n, 0), lower_const(l, f->offset), false);
}

/* typeinfo */

static const char *base_name(const struct type *t)
{
	static const char *const names[TYPE_KIND_COUNT] = {
		[TYPE_VOID] = "void",
		[TYPE_BOOL] = "bool",
		[TYPE_INT] = "int",
		[TYPE_STRING] = "string",
		[TYPE_POINTER] = "pointer",
		[TYPE_ARRAY] = "array",
		[TYPE_TUPLE] = "tuple",
		[TYPE_STRUCT] = "record",
		[TYPE_RECORD] = "record",
		[TYPE_BUFFER] = "buffer",
	};

	if (type_is_enum(t))
		return "enum";
	return names[t->kind] ? names[t->kind] : "other";
}

static const struct type *info_check(struct checker *c, struct node *n)
{
	struct arena *a = checker_arena(c);
	const struct type *t = row_argument(n, 0)->query.asked;
	struct type_field *fields = arena_new_array(a, struct type_field, 3);
	const char *base = base_name(t), *full = type_text(a, t);
	struct type *out = arena_new_object(a, struct type);
	uint64_t id = t->kind == TYPE_STRUCT ? t->btf_id : 0;
	char *bytes;

	fields[0] = (struct type_field){ .name = "btf_id", .type = &type_uint64 };
	fields[1].name = "base_type";
	fields[1].type = type_string(a, (uint32_t)strlen(base) + 1);
	fields[2].name = "full_type";
	fields[2].type = type_string(a, (uint32_t)strlen(full) + 1);
	*out = (struct type){ .kind = TYPE_RECORD };
	out->fields = fields;
	out->field_count = 3;
	out->size = type_layout(fields, 3, &out->align);
	bytes = arena_alloc(a, out->size);
	memset(bytes, 0, out->size);
	memcpy(bytes, &id, sizeof(id));
	memcpy(bytes + fields[1].offset, base, strlen(base));
	memcpy(bytes + fields[2].offset, full, strlen(full));
	n->call.data = bytes;
	return out;
}

static ir_value info_lower(struct lowering *l, const struct node *n)
{
	return lower_data_const(l, n->call.data, n->type->size);
}

const struct builtin pointer_builtins[] = {
	{
		.name = "kptr",
		.signature = "kptr(pointer p) -> custom",
		.flags = BI_PURE | BI_KERNEL_POINTER,
		.help = "the same pointer, into the kernel's memory",
		.check = space_check,
		.lower = space_lower,
	},
	{
		.name = "uptr",
		.signature = "uptr(pointer p) -> custom",
		.flags = BI_PURE | BI_USER_POINTER,
		.help = "the same pointer, into the memory of the process",
		.example = "uprobe:libc:puts { printf(\"%c\\n\", *(uint8*)uptr(arg0)); }",
		.check = space_check,
		.lower = space_lower,
	},
	{
		.name = "is_err",
		.signature = "is_err(pointer p) -> bool",
		.flags = BI_PURE,
		.help = "true for a pointer that stands for an error of the kernel",
		.example = "begin { print(is_err(-2)); }",
		.lower = is_err_lower,
	},
	{
		.name = "container_of",
		.signature = "container_of(pointer p, type T, word member) -> custom",
		.flags = BI_PURE,
		.help = "the struct T, written typeof(T), that p is the address of a member of",
		.example =
			"begin { $p = curtask.parent.children.next; print(container_of($p, typeof(struct task_struct), sibling).pid); }",
		.check = container_check,
		.lower = container_lower,
	},
	{
		.name = "typeinfo",
		.signature = "typeinfo(type T) -> custom",
		.flags = BI_PURE | BI_QUERY | BI_RESERVED,
		.help = "what a type is, or that of an expression: btf_id, base_type, full_type",
		.example = "begin { print(typeinfo(curtask).full_type); }",
		.check = info_check,
		.lower = info_lower,
	},
	{ 0 },
};
