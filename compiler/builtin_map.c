/* compiler/builtin_map.c - rows that ask for or remove single entries of a map: delete has_key find
 * len. */

#include "compiler/compilation.h"
#include "compiler/row.h"

/* The element map[key] for (map, key) of a call. */
static struct node *make_element(struct checker *c, const struct node *n)
{
	const struct node *map = row_argument(n, 0);
	struct node *element = arena_new_object(checker_arena(c), struct node);

	element->kind = NODE_MAP;
	element->span = n->span;
	element->map.name = map->map.name;
	element->map.ref = map->map.ref;
	element->map.keys = row_argument(n, 1);
	element->map.key_count = 1;
	return element;
}

/* Check (map, key) of a call as if the element had been written so, which stays in call.data for
 * lowering: NULL, or the type of an error. */
static const struct type *check_separate_key(struct checker *c, struct node *n)
{
	const struct type *t;

	if (!n->call.data)
		n->call.data = make_element(c, n);
	t = checker_expression(c, n->call.data);
	return t && t->kind == TYPE_ERROR ? t : NULL;
}

static bool is_element(const struct node *n)
{
	return n->kind == NODE_MAP && (n->map.key_count || !n->map.ref->is_keyed);
}

/* delete(@m, key) as opposed to delete(@a[1], @b[2]) */
static bool has_separate_key(const struct node *n)
{
	const struct node *first = row_argument(n, 0);

	return row_argument_count(n) == 2 && first->kind == NODE_MAP && !first->map.key_count &&
	       first->map.ref->is_keyed;
}

static const struct type *needs_keyed(
	struct checker *c, const struct node *n, const struct node *map)
{
	struct diag *d = diag_error(checker_diags(c), map->span, DIAG_MAP_MIXED,
		"%s() needs a map with keys, '%s' has none", n->call.name, map->map.ref->title);

	if (map->map.ref->key_known)
		diag_note(d, map->map.ref->key_decided, "'%s' is used without a key here",
			map->map.ref->title);
	return &type_error;
}

static const struct type *delete_check(struct checker *c, struct node *n)
{
	if (has_separate_key(n))
		return check_separate_key(c, n);
	for (const struct node *arg = row_argument(n, 0); arg; arg = arg->next) {
		struct diag *d;

		if (is_element(arg))
			continue;
		if (arg->kind == NODE_MAP) {
			d = diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
				"delete() needs the key of the entry of '@%s' to delete",
				arg->map.name);
			diag_hint(d, "clear(@%s) removes all entries", arg->map.name);
		} else {
			d = diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
				"delete() needs map elements");
			diag_hint(d, "write delete(@map, key), or delete(@map[key])");
		}
		return &type_error;
	}
	return row_argument_count(n) == 1 ? NULL : &type_void;
}

static ir_value delete_one(struct lowering *l, const struct node *call, const struct node *element)
{
	ir_value deleted = lower_map_delete(l, element);

	if (lower_is_discarded(l, call) && element->map.ref->is_keyed)
		lower_absent_key(l, element->map.ref, deleted);
	return deleted;
}

static ir_value delete_lower(struct lowering *l, const struct node *n)
{
	const struct node *arg = row_argument(n, 0);

	if (has_separate_key(n))
		return delete_one(l, n, n->call.data);
	if (row_argument_count(n) == 1)
		return delete_one(l, n, arg);
	for (; arg; arg = arg->next)
		delete_one(l, n, arg);
	return NULL;
}

static const struct type *has_key_check(struct checker *c, struct node *n)
{
	const struct node *map = row_argument(n, 0);

	return map->map.ref->is_keyed ? check_separate_key(c, n) : needs_keyed(c, n, map);
}

static ir_value has_key_lower(struct lowering *l, const struct node *n)
{
	return ir_compare(
		l, OP_EQ, ir_is_null(l, lower_map_find(l, n->call.data)), lower_const(l, 0), false);
}

static const struct type *find_check(struct checker *c, struct node *n)
{
	const struct type *t = has_key_check(c, n);

	if (!t)
		checker_assign_element(c, row_argument(n, 2), n->call.data);
	return t;
}

static ir_value find_lower(struct lowering *l, const struct node *n)
{
	const struct node *element = n->call.data;
	const struct type *stored = element->map.ref->value_type;
	ir_value at = lower_map_find(l, element), value;
	ir_value found = ir_compare(l, OP_EQ, ir_is_null(l, at), lower_const(l, 0), false);
	struct ir_branch there = ir_if(l, found);

	/* an aggregation lies in several copies; anything else where it was just found */
	value = stored->kind == TYPE_AGG ? lower_map_read(l, element)
		: lower_load(l, at, 0, stored);
	lower_variable_assign(l, row_argument(n, 2), value, element->type);
	ir_end(l, &there);
	return found;
}

/* len(@m), or len of a stack, which a map without keys may hold too */

static bool is_stack(const struct type *t)
{
	return t && (t->kind == TYPE_KSTACK || t->kind == TYPE_USTACK);
}

static const struct type *len_check(struct checker *c, struct node *n)
{
	struct node *of = row_argument(n, 0);

	if (node_is_whole_map(of) && of->map.ref->is_keyed)
		return NULL;
	if (node_is_whole_map(of) && is_stack(of->map.ref->value_type))
		checker_expression(c, of);
	else if (node_is_whole_map(of))
		return needs_keyed(c, n, of);
	if (is_stack(of->type))
		return NULL;
	diag_hint(diag_error(checker_diags(c), of->span, DIAG_BAD_ARGUMENT,
			  "len() counts the entries of a map or the frames of a stack, not %s",
			  type_text(checker_arena(c), of->type)),
		"strlen() is the length of a string, sizeof() the bytes of a value");
	return &type_error;
}

static ir_value len_lower(struct lowering *l, const struct node *n)
{
	const struct node *of = row_argument(n, 0);

	if (!is_stack(of->type))
		return lower_map_len(l, of->map.ref);
	return lower_stack_len(l, of->type->kind == TYPE_KSTACK ? STACK_KERNEL : STACK_USER,
		lower_expression(l, of));
}

const struct builtin map_builtins[] = {
	{
		.name = "delete",
		.signature = "delete(element target, any ...) -> bool",
		.flags = 0,
		.help = "remove the entry of a key from a map, or several map elements, and say "
			"whether the entry was there",
		.example =
			"tracepoint:sched:sched_wakeup { @at[args.pid] = nsecs; } tracepoint:sched:sched_process_exit { delete(@at, tid); }",
		.check = delete_check,
		.lower = delete_lower,
	},
	{
		.name = "has_key",
		.signature = "has_key(map m, any key) -> bool",
		.flags = BI_PURE,
		.help = "true when the map has an entry for the key",
		.example =
			"tracepoint:sched:sched_process_exec { if (!has_key(@seen, comm)) { print(comm); } @seen[comm] = 1; }",
		.check = has_key_check,
		.lower = has_key_lower,
	},
	{
		.name = "find",
		.signature = "find(map m, any key, variable out) -> bool",
		.help = "true when the map has an entry for the key, whose value the variable then gets",
		.example =
			"tracepoint:sched:sched_wakeup { @at[args.pid] = nsecs; } tracepoint:sched:sched_switch { if (find(@at, args.next_pid, $at)) { @ = hist(nsecs - $at); } }",
		.check = find_check,
		.lower = find_lower,
	},
	{
		.name = "len",
		.signature = "len(any of) -> int64",
		.flags = BI_PURE | BI_TAKES_MAP,
		.help = "number of entries of a map, or of frames of a stack",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @[comm] = count(); } interval:s:1 { print(len(@)); }",
		.check = len_check,
		.lower = len_lower,
	},
	{ 0 },
};
