/* compiler/agg_deviation.c - row of stddev, the standard deviation of a number: the kernel keeps
 * count, total and the sum of the squares, the latter two in 128 bits (struct
 * agg_deviation_value). */

#include <stddef.h>

#include "compiler/row.h"

/* A number of 128 bits. */
struct wide {
	ir_value low, high;
};

/* The square of a number without sign, from the products of its halves. */
static struct wide square(struct lowering *l, ir_value number)
{
	ir_value half = lower_const(l, 32);
	ir_value low = ir_binary(l, OP_AND, number, lower_const(l, UINT32_MAX), false);
	ir_value high = ir_binary(l, OP_SHR, number, half, false);
	ir_value cross = ir_binary(l, OP_MUL, low, high, false); /* counts twice, from bit 32 on */
	ir_value lowest = ir_binary(l, OP_MUL, low, low, false);
	ir_value shifted = ir_binary(l, OP_SHL, cross, lower_const(l, 33), false);
	struct wide w;

	w.low = ir_binary(l, OP_ADD, lowest, shifted, false);
	w.high = ir_binary(l, OP_ADD, ir_binary(l, OP_MUL, high, high, false),
		ir_binary(l, OP_SHR, cross, lower_const(l, 31), false), false);
	w.high = ir_binary(l, OP_ADD, w.high, ir_compare(l, OP_LT, w.low, lowest, false), false);
	return w;
}

static ir_value stddev_lower(struct lowering *l, const struct node *n)
{
	const struct node *target = lower_target(l);
	const struct type *t = target->map.ref->value_type->elem;
	ir_value sample = lower_argument(l, n, 0), zero = lower_const(l, 0), sign = zero,
		 magnitude = sample;
	struct lower_element e;
	struct wide squared;

	if (t->is_signed) {
		sign = ir_binary(l, OP_SHR, sample, lower_const(l, 63), true);
		magnitude = ir_binary(
			l, OP_SUB, ir_binary(l, OP_XOR, sample, sign, false), sign, false);
	}
	squared = square(l, magnitude);
	e = lower_element_begin(l, target);
	lower_element_add(l, &e, offsetof(struct agg_deviation_value, count), lower_const(l, 1));
	lower_element_add_wide(l, &e, offsetof(struct agg_deviation_value, total), sample, sign);
	lower_element_add_wide(
		l, &e, offsetof(struct agg_deviation_value, squares), squared.low, squared.high);
	lower_element_end(l, &e);
	return NULL;
}

const struct builtin agg_deviation_builtins[] = {
	{
		.name = "stddev",
		.signature = "stddev(int n) -> agg",
		.flags = BI_AGGREGATION | BI_WEAK,
		.agg = AGG_STDDEV,
		.help = "the standard deviation of a number, truncated",
		.example = "tracepoint:syscalls:sys_exit_read { @ns[comm] = stddev(latency); }",
		.lower = stddev_lower,
	},
	{ 0 },
};
