/* compiler/builtin_percpu.c - variables that the kernel has one copy of for each CPU:
 * percpu_kaddr. */

#include <linux/bpf.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/btf_percpu.h"
#include "probes/btf_types.h"
#include "runtime/base/match.h"

static void report_unknown_variable(struct checker *c, const struct node *name)
{
	struct nearest near;
	struct diag *d;

	if (!btf_types_present()) {
		diag_hint(diag_environment(checker_diags(c), name->span, DIAG_NO_SYMBOL,
				  "this kernel does not describe its variables"),
			"it needs CONFIG_DEBUG_INFO_BTF, which makes /sys/kernel/btf/vmlinux");
		return;
	}
	d = diag_error(checker_diags(c), name->span, DIAG_NO_SYMBOL,
		"this kernel has no per-CPU variable '%s'", name->string.text);
	nearest_start(&near, name->string.text);
	btf_percpu_each(nearest_visit, &near);
	diag_offer(d, "", &near);
}

/* call.data is the variable's id among the kernel's types. */
static const struct type *percpu_check(struct checker *c, struct node *n)
{
	const struct node *name = row_argument(n, 0);
	uint32_t *id = n->call.data;

	if (!id) {
		id = arena_new_object(checker_arena(c), uint32_t);
		*id = btf_percpu_find(name->string.text);
	}
	if (!*id) {
		report_unknown_variable(c, name);
		return &type_error;
	}
	n->call.data = id;
	return btf_percpu_pointer(*id, checker_arena(c));
}

/* The helper looks at 32 bits of the number: what has more of them is none of a CPU either. */
static ir_value cpu_argument(struct lowering *l, const struct node *n)
{
	ir_value cpu = lower_argument(l, n, 1), most = lower_const(l, UINT32_MAX);

	return ir_select(l, ir_compare(l, OP_LT, cpu, most, false), cpu, most);
}

/* The verifier knows what the helpers' results point to and lets nobody calculate with them: they
 * go through memory, which it forgets. */
static ir_value percpu_lower(struct lowering *l, const struct node *n)
{
	ir_value args[2] = { lower_kernel_variable(l, *(const uint32_t *)n->call.data) },
		 slot = lower_temporary(l, 8), address;

	if (row_argument(n, 1))
		args[1] = cpu_argument(l, n);
	address = args[1] ? lower_helper(l, BPF_FUNC_per_cpu_ptr, args, 2)
		: lower_helper(l, BPF_FUNC_this_cpu_ptr, args, 1);
	ir_store(l, slot, 0, 8, address);
	return lower_read_word(l, slot, false);
}

const struct builtin percpu_builtins[] = {
	{
		.name = "percpu_kaddr",
		.signature = "percpu_kaddr(literal_string variable, int cpu?) -> custom",
		.flags = BI_PURE | BI_KERNEL_POINTER,
		.help = "address of the copy of a kernel variable for a CPU, of this one if none is given",
		.example = "begin { printf(\"%p\\n\", percpu_kaddr(\"runqueues\", 0)); }",
		.check = percpu_check,
		.lower = percpu_lower,
	},
	{ 0 },
};
