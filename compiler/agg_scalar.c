/* compiler/agg_scalar.c - rows of the aggregations of one or two words, and how the kernel updates
 * them: count sum avg min max stats.  Layouts are those of runtime/base/agg.h; the runtime's half
 * of each is in the file of the same name there. */

#include <stddef.h>

#include "compiler/row.h"

static ir_value count_lower(struct lowering *l, const struct node *n)
{
	struct lower_element e = lower_element_begin(l, lower_target(l));

	(void)n;
	lower_element_add(l, &e, offsetof(struct agg_count_value, count), lower_const(l, 1));
	lower_element_end(l, &e);
	return NULL;
}

static ir_value sum_lower(struct lowering *l, const struct node *n)
{
	ir_value sample = lower_argument(
		l, n, 0); /* before the element, so that nothing is held over calls it makes */
	struct lower_element e = lower_element_begin(l, lower_target(l));

	lower_element_add(l, &e, offsetof(struct agg_sum_value, total), sample);
	lower_element_end(l, &e);
	return NULL;
}

static ir_value mean_lower(struct lowering *l, const struct node *n)
{
	ir_value sample = lower_argument(l, n, 0);
	struct lower_element e = lower_element_begin(l, lower_target(l));

	lower_element_add(l, &e, offsetof(struct agg_mean_value, count), lower_const(l, 1));
	lower_element_add(l, &e, offsetof(struct agg_mean_value, total), sample);
	lower_element_end(l, &e);
	return NULL;
}

/* The sign is the map's: other calls on it may have made it another than this argument's. */
static ir_value extreme_lower(struct lowering *l, const struct node *n, bool is_min)
{
	const struct node *target = lower_target(l);
	const struct type *t = target->map.ref->value_type->elem;
	ir_value code = row_extreme_code(l, lower_argument(l, n, 0), t && t->is_signed, is_min);
	struct lower_element e = lower_element_begin(l, target);

	lower_element_max(l, &e, offsetof(struct agg_extreme_value, best), code);
	ir_store(l, e.address, offsetof(struct agg_extreme_value, seen), 8, lower_const(l, 1));
	lower_element_end(l, &e);
	return NULL;
}

static ir_value min_lower(struct lowering *l, const struct node *n)
{
	return extreme_lower(l, n, true);
}

static ir_value max_lower(struct lowering *l, const struct node *n)
{
	return extreme_lower(l, n, false);
}

/* The same values read by an expression (language.md M7). */

static ir_value first_value(
	struct lowering *l, ir_value first, ir_value second, const struct type *t)
{
	(void)l;
	(void)second;
	(void)t;
	return first;
}

static ir_value mean_value(struct lowering *l, ir_value count, ir_value total, const struct type *t)
{
	ir_value zero = lower_const(l, 0);
	ir_value mean = ir_binary(l, OP_DIV, total, count, t->elem && t->elem->is_signed);

	return ir_select(l, ir_compare(l, OP_EQ, count, zero, false), zero, mean);
}

static ir_value extreme_value(
	struct lowering *l, ir_value best, ir_value seen, const struct type *t)
{
	ir_value word = row_extreme_code(l, best, t->elem && t->elem->is_signed, t->agg == AGG_MIN);

	return ir_select(l, seen, word, lower_const(l, 0));
}

const struct builtin agg_scalar_builtins[] = {
	{
		.name = "count",
		.signature = "count() -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_COUNT,
		.help = "count how often the statement ran",
		.example = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }",
		.lower = count_lower,
		.value = first_value,
	},
	{
		.name = "sum",
		.signature = "sum(int n) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_SUM,
		.help = "add up a number",
		.example =
			"tracepoint:syscalls:sys_exit_read /args.ret > 0/ { @bytes[comm] = sum(args.ret); }",
		.lower = sum_lower,
		.value = first_value,
	},
	{
		.name = "avg",
		.signature = "avg(int n) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_AVG,
		.help = "the average of a number, truncated",
		.example =
			"tracepoint:syscalls:sys_exit_read /args.ret > 0/ { @bytes[comm] = avg(args.ret); }",
		.lower = mean_lower,
		.value = mean_value,
	},
	{
		.name = "min",
		.signature = "min(int n) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_MIN,
		.help = "the smallest value of a number",
		.example = "tracepoint:syscalls:sys_exit_read { @ns[comm] = min(latency); }",
		.lower = min_lower,
		.value = extreme_value,
		.merge_max = true,
	},
	{
		.name = "max",
		.signature = "max(int n) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_MAX,
		.help = "the largest value of a number",
		.example = "tracepoint:syscalls:sys_exit_read { @ns[comm] = max(latency); }",
		.lower = max_lower,
		.value = extreme_value,
		.merge_max = true,
	},
	{
		.name = "stats",
		.signature = "stats(int n) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_STATS,
		.help = "count, average and total of a number",
		.example = "tracepoint:syscalls:sys_exit_read { @ns[comm] = stats(latency); }",
		.lower = mean_lower,
	},
	{ 0 },
};
