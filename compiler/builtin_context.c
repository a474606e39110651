/* compiler/builtin_context.c - rows about the context that a probe's program is called with: ctx,
 * sargN.  What lies where in it is the kernel's own type; compiler/lower_context.c reads it. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

/* Every match has the same context. */
static bool has_context(const struct row_demand *d, const struct match *m)
{
	const char **context = d->state;

	if (!m->carries.context)
		return row_not_here(d, m, NULL,
			m->carries.has_args
				? "use args: 'sonde -lv' lists its fields"
				: "it is carried by kprobe, uprobe, profile, interval, software and iter probes");
	if (*context && !str_eq(*context, m->carries.context)) {
		diag_hint(diag_error(checker_diags(d->c), d->use->span, DIAG_TYPE_MISMATCH,
				  "'ctx' is a %s * in one probe of the body and a %s * in another",
				  *context, m->carries.context),
			"write a body for each");
		return false;
	}
	*context = m->carries.context;
	return true;
}

static const struct type *ctx_check(struct checker *c, struct node *n)
{
	const char *context = NULL;
	const struct type *t;

	if (!row_demand(c, n, has_context, &context) || !context)
		return &type_error;
	checker_probe(c)->uses_ctx = true;
	t = btf_types_by_name(
		NULL, arena_printf(checker_arena(c), "%s *", context), checker_arena(c));
	if (t)
		return t;
	diag_hint(diag_environment(checker_diags(c), n->span, DIAG_UNKNOWN_TYPE,
			  "'ctx' cannot be used: this kernel does not describe '%s'", context),
		"use a kernel with CONFIG_DEBUG_INFO_BTF: then /sys/kernel/btf/vmlinux is there");
	return &type_error;
}

/* What is behind casts of pointers. */
static bool is_context(const struct node *n)
{
	while (n->kind == NODE_CAST)
		n = n->cast.operand;
	return n->kind == NODE_NAME && n->name.builtin && (n->name.builtin->flags & BI_CONTEXT);
}

bool row_in_context(const struct node *n, uint64_t *offset)
{
	const struct node *object;

	if (n->kind == NODE_INDEX && n->index.stride && n->index.at->kind == NODE_INT) {
		object = n->index.object;
		*offset += n->index.at->integer.value * n->index.stride;
	} else if (n->kind == NODE_FIELD && n->field.member) {
		object = n->field.object;
		*offset += n->field.member->offset;
	} else {
		return false;
	}
	if (object->type && object->type->kind == TYPE_POINTER)
		return is_context(object);
	return row_in_context(object, offset);
}

static ir_value ctx_lower(struct lowering *l, const struct node *n)
{
	if (lower_match(l)->carries.context_words)
		diag_hint(
			diag_error(lower_compilation(l)->diags, n->span, DIAG_NOT_HERE,
				"'ctx' is no value in %s probes: the kernel shows its fields only",
				lower_match(l)->spec.provider->name),
			"use its fields: ctx.regs.ip");
	return lower_context(l);
}

#if defined(__x86_64__)
enum { STACK_POINTER = 152, FIRST_ARGUMENT = 8 }; /* behind the return address */
#else
enum { STACK_POINTER = 248, FIRST_ARGUMENT = 0 };
#endif

/* The same probes that have argN from registers. */
static bool has_stack_arguments(const struct row_demand *d, const struct match *m)
{
	return m->carries.enters ||
		row_not_here(d, m, NULL,
			"arguments are on the stack where a function is entered: in kprobe and uprobe probes");
}

static const struct type *stack_argument_check(struct checker *c, struct node *n)
{
	if (!row_demand(c, n, has_stack_arguments, NULL))
		return &type_error;
	checker_probe(c)->uses_ctx = true;
	return &type_raw;
}

static ir_value stack_argument_lower(struct lowering *l, const struct node *n)
{
	return lower_read_word(l,
		ir_binary(l, OP_ADD, lower_register(l, STACK_POINTER),
			lower_const(l, FIRST_ARGUMENT + 8ull * row_number(n)), false),
		lower_match(l)->carries.words_user);
}

const struct builtin context_builtins[] = {
	{
		.name = "ctx",
		.signature = "ctx -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE | BI_CONTEXT | BI_RESERVED,
		.help = "what the kernel calls the probe's program with, as in ctx.ip or ctx.task",
		.example = "iter:task { printf(\"%d %s\\n\", ctx.task.pid, ctx.task.comm); }",
		.check = ctx_check,
		.lower = ctx_lower,
	},
	{
		.name = "sargN",
		.signature = "sargN -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE | BI_NUMBERED | BI_RESERVED,
		.help = "an argument of a function by its number among those on the stack, from sarg0 on",
		.check = stack_argument_check,
		.lower = stack_argument_lower,
	},
	{ 0 },
};
