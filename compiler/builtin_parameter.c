/* compiler/builtin_parameter.c - the row getopt: named parameters of a script. */
#include "compiler/named_parameter.h"
#include "compiler/row.h"

static const struct type *getopt_check(struct checker *c, struct node *n)
{
	const struct named_parameter *p =
		named_parameter_declare(checker_compilation(c), n, checker_diags(c));

	n->call.data = (void *)p;
	if (!p)
		return &type_error;
	switch (p->parameter.kind) {
	case PARAMETER_BOOL:
		return &type_bool;
	case PARAMETER_UINT:
		return &type_uint64;
	case PARAMETER_INT:
		return &type_int64;
	case PARAMETER_STRING:
		return type_string(checker_arena(c), p->parameter.size);
	case PARAMETER_KIND_COUNT:
		break;
	}
	return &type_error;
}

static ir_value getopt_lower(struct lowering *l, const struct node *n)
{
	const struct named_parameter *p = n->call.data;
	ir_value at = lower_parameter(l, p->offset);

	return p->parameter.kind == PARAMETER_STRING ? at : ir_load(l, at, 0, 8, false);
}

const struct builtin parameter_builtins[] = {
	{
		.name = "getopt",
		.signature =
			"getopt(literal_string name, any default?, literal_string text?) -> custom",
		.flags = BI_PURE | BI_PARAMETER,
		.help = "the script's parameter --name: true or false, or of its default's type",
		.example =
			"tracepoint:syscalls:sys_exit_read /latency > getopt(\"slow\", 1ms, \"only what takes longer\")/ { @[comm] = count(); }",
		.check = getopt_check,
		.lower = getopt_lower,
	},
	{ 0 },
};
