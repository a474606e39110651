/* compiler/builtin_debug.c - debugf(): text for the kernel's trace pipe, where the programs of all
 * tracers on the machine print. */

#include <linux/bpf.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/format.h"

enum { MOST_VALUES = 3 };

static const struct type *debugf_check(struct checker *c, struct node *n)
{
	struct format f;

	if (!row_format_check(c, n, &f))
		return NULL;
	row_kernel_print_check(c, n, &f, "debugf()", MOST_VALUES);
	diag_hint(
		diag_warning(checker_diags(c), n->span, DIAG_DEBUG_OUTPUT,
			"debugf() is slow, and prints where all programs of the machine do: it is not for production"),
		"use printf()");
	return NULL;
}

static void trace_print(
	struct lowering *l, const char *format, const ir_value *values, uint32_t count)
{
	uint32_t len = (uint32_t)strlen(format) + 1;
	ir_value data = count ? lower_temporary(l, 8 * count) : lower_const(l, 0);

	for (uint32_t i = 0; i < count; i++)
		ir_store(l, data, 8 * i, 8, values[i]);
	ir_value args[] = { lower_string_const(l, format, len), lower_const(l, len), data,
		lower_const(l, 8ull * count) };

	lower_helper(l, BPF_FUNC_trace_vprintk, args, 4);
}

static ir_value debugf_lower(struct lowering *l, const struct node *n)
{
	row_kernel_print_lower(l, n, trace_print);
	return NULL;
}

const struct builtin debug_builtins[] = {
	{
		.name = "debugf",
		.signature = "debugf(literal_string format, any ...) -> void",
		.help = "print up to three values in a format to the kernel's trace pipe",
		.example = "tracepoint:sched:sched_process_exec { debugf(\"exec of %d\", pid); }",
		.check = debugf_check,
		.lower = debugf_lower,
	},
	{ 0 },
};
