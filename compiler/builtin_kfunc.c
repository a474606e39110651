/* compiler/builtin_kfunc.c - rows about functions of the kernel that programs may call, known when the program is compiled: kfunc_exist kfunc_allowed. */

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/bpf_call.h"
#include "probes/btf.h"

/* The number of a function among the kernel's and its modules' types; 0 when there is none. */
static uint32_t function_number(const struct node *n)
{
	return kernel_btf_lookup(BTF_KIND_FUNC, row_argument(n, 0)->string.text);
}

static bool kfunc_exist_value(const struct node *n, uint64_t *value)
{
	*value = function_number(n) != 0;
	return true;
}

/* One answer for all matches that share the program: they are of one kind. */
bool row_may_call(struct lowering *l, uint32_t number)
{
	const struct probe_plan *plan = &lower_match(l)->plan;
	struct kfunc_call call = {
		.prog_type = plan->prog_type,
		.attach_type = plan->attach_type,
		.attach_btf_id = plan->attach_btf_id,
		.attach_module = plan->attach_module,
	};
	const struct kernel_btf *types = kernel_btf_of(number, &call.btf_id);

	if (!types)
		return false;
	call.module = types->base ? types->name : NULL;
	return bpf_call_may_call(&call);
}

static ir_value kfunc_allowed_lower(struct lowering *l, const struct node *n)
{
	return lower_const(l, row_may_call(l, function_number(n)));
}

const struct builtin kfunc_builtins[] = {
	{
		.name = "kfunc_exist",
		.signature = "kfunc_exist(literal_string function) -> bool",
		.flags = BI_PURE,
		.help = "true when the kernel or a loaded module has a function of this name",
		.constant = kfunc_exist_value,
	},
	{
		.name = "kfunc_allowed",
		.signature = "kfunc_allowed(literal_string function) -> bool",
		.flags = BI_PURE,
		.help = "true when the kernel lets programs of this probe call one of its functions",
		.lower = kfunc_allowed_lower,
	},
	{ 0 },
};
