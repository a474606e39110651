/* compiler/builtin_query.c - rows that are known when the program is compiled: is_literal is_str
 * is_ptr is_array is_integer is_unsigned_integer is_scalar; and control
 * groups by path and by id: cgroupid cgroup_path. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/cgroups.h"
#include "runtime/base/util.h"

static bool is_literal_value(const struct node *n, uint64_t *value)
{
	const struct node *arg = row_argument(n, 0);

	*value = arg->kind == NODE_INT || arg->kind == NODE_STRING || arg->kind == NODE_BOOL;
	return true;
}

/* What the type of the argument says, once it is known. */
static bool kind_value(const struct node *n, enum type_kind kind, uint64_t *value)
{
	const struct type *t = row_argument(n, 0)->type;

	*value = t && t->kind == kind;
	return t;
}

static bool is_str_value(const struct node *n, uint64_t *value)
{
	bool known = kind_value(n, TYPE_STRING, value);

	*value |= known && row_argument(n, 0)->type->kind == TYPE_PROBE;
	return known;
}

static bool is_ptr_value(const struct node *n, uint64_t *value)
{
	return kind_value(n, TYPE_POINTER, value);
}

static bool is_array_value(const struct node *n, uint64_t *value)
{
	return kind_value(n, TYPE_ARRAY, value);
}

static bool is_integer_value(const struct node *n, uint64_t *value)
{
	return kind_value(n, TYPE_INT, value);
}

static bool is_unsigned_value(const struct node *n, uint64_t *value)
{
	bool known = kind_value(n, TYPE_INT, value);

	*value = *value && !row_argument(n, 0)->type->is_signed;
	return known;
}

static const struct type *is_scalar_check(struct checker *c, struct node *n)
{
	(void)c;
	row_argument(n, 0)->map.ref->key_asked = true;
	return NULL;
}

/* What the uses of the map say, once one of them decided. */
static bool is_scalar_value(const struct node *n, uint64_t *value)
{
	const struct map *m = row_argument(n, 0)->map.ref;

	*value = !m->is_keyed;
	return m->key_known;
}

/* Control groups */

static const struct type *cgroupid_check(struct checker *c, struct node *n)
{
	const struct node *path = row_argument(n, 0);
	uint64_t *id = arena_new_object(checker_arena(c), uint64_t);

	*id = cgroups_id(path->string.text);
	n->call.data = id;
	if (*id)
		return NULL;
	diag_hint(diag_environment(checker_diags(c), path->span, DIAG_NO_SYMBOL,
			  "there is no control group '%s'", path->string.text),
		"give the path of its directory, or its path in the tree of version 2");
	return &type_error;
}

static bool cgroupid_value(const struct node *n, uint64_t *value)
{
	const uint64_t *id = n->call.data;

	if (id)
		*value = *id;
	return id;
}

static const struct type *cgroup_path_check(struct checker *c, struct node *n)
{
	const struct node *filter = row_argument(n, 1);
	struct type *t = arena_new_object(checker_arena(c), struct type);

	t->kind = TYPE_CGROUP_PATH;
	t->size = t->align = 8;
	t->name = filter ? filter->string.text : NULL;
	return t;
}

static ir_value cgroup_path_lower(struct lowering *l, const struct node *n)
{
	return lower_argument(l, n, 0);
}

const struct builtin query_builtins[] = {
	{
		.name = "is_literal",
		.signature = "is_literal(any value) -> bool",
		.flags = BI_PURE,
		.help = "true for a number, string or truth value that is written out",
		.example =
			"macro twice(n) { static_assert(is_literal(n), \"a number is needed\"); n * 2 } begin { print(twice(4)); }",
		.constant = is_literal_value,
	},
	{
		.name = "is_str",
		.signature = "is_str(any value) -> bool",
		.flags = BI_PURE,
		.help = "true for a string",
		.example =
			"macro shown(x) { if comptime (is_str(x)) { printf(\"%s\\n\", x); } else { print(x); } } begin { shown(\"text\"); shown(5); }",
		.constant = is_str_value,
	},
	{
		.name = "is_ptr",
		.signature = "is_ptr(any value) -> bool",
		.flags = BI_PURE,
		.help = "true for a pointer",
		.example = "begin { print(is_ptr(curtask)); }",
		.constant = is_ptr_value,
	},
	{
		.name = "is_array",
		.signature = "is_array(any value) -> bool",
		.flags = BI_PURE,
		.help = "true for an array",
		.example = "begin { print(is_array(curtask.comm)); }",
		.constant = is_array_value,
	},
	{
		.name = "is_integer",
		.signature = "is_integer(any value) -> bool",
		.flags = BI_PURE,
		.help = "true for an integer",
		.example = "begin { print(is_integer(pid)); }",
		.constant = is_integer_value,
	},
	{
		.name = "is_unsigned_integer",
		.signature = "is_unsigned_integer(any value) -> bool",
		.flags = BI_PURE,
		.help = "true for an integer without a sign",
		.example = "begin { print(is_unsigned_integer(pid)); }",
		.constant = is_unsigned_value,
	},
	{
		.name = "is_scalar",
		.signature = "is_scalar(map m) -> bool",
		.flags = BI_PURE,
		.help = "true for a map without keys",
		.example = "begin { @n = 1; print(is_scalar(@n)); }",
		.check = is_scalar_check,
		.constant = is_scalar_value,
	},
	{
		.name = "cgroupid",
		.signature = "cgroupid(literal_string path) -> uint64",
		.flags = BI_PURE,
		.help = "id of the control group of a path",
		.example =
			"tracepoint:raw_syscalls:sys_enter /cgroup == cgroupid(\"/sys/fs/cgroup\")/ { @ = count(); }",
		.check = cgroupid_check,
		.constant = cgroupid_value,
		.fact = FACT_CGROUP,
	},
	{
		.name = "cgroup_path",
		.signature = "cgroup_path(int id, literal_string filter?) -> custom",
		.flags = BI_PURE,
		.help = "path of a control group, in the hierarchies whose name matches a wildcard",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @[cgroup_path(cgroup)] = count(); }",
		.check = cgroup_path_check,
		.lower = cgroup_path_lower,
	},
	{ 0 },
};
