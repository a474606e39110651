/* compiler/agg_tseries.c - row of tseries, a number over time, and how the kernel updates the slot
 * of the present interval (struct agg_tseries_slot of runtime/base/agg.h). */

#include <linux/bpf.h>
#include <stddef.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* TSERIES_LAST is what nobody asks for. */
static const char *const reductions[TSERIES_REDUCTION_COUNT] = {
	[TSERIES_AVG] = "avg",
	[TSERIES_MAX] = "max",
	[TSERIES_MIN] = "min",
	[TSERIES_SUM] = "sum",
};

static bool check_reduction(struct checker *c, const struct node *arg, struct agg_params *p)
{
	for (uint32_t i = TSERIES_LAST + 1; i < TSERIES_REDUCTION_COUNT; i++) {
		if (!str_eq(arg->string.text, reductions[i]))
			continue;
		p->reduction = i;
		return true;
	}
	diag_hint(diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
			  "tseries() does not know this reduction"),
		"use \"avg\", \"max\", \"min\" or \"sum\", or none for the last value");
	return false;
}

static const struct type *tseries_check(struct checker *c, struct node *n)
{
	const struct node *interval = row_argument(n, 1), *count = row_argument(n, 2),
			  *how = row_argument(n, 3);
	struct agg_params *p = row_agg_params(c, n);
	int64_t step, intervals;

	if (!p || !count || !checker_literal_int(interval, &step) ||
		!checker_literal_int(count, &intervals))
		return NULL;
	*p = (struct agg_params){ 0 };
	if (!row_in_range(c, n, 1, "an interval in ns", 1, INT64_MAX) ||
		!row_in_range(c, n, 2, "a number of intervals", 1, TSERIES_MAX_INTERVALS))
		return &type_error;
	if (how && !check_reduction(c, how, p))
		return &type_error;
	p->step = step;
	p->intervals = (uint32_t)intervals;
	return NULL;
}

/* Number of the present interval since 1970. */
static ir_value interval_now(struct lowering *l, const struct agg_params *p)
{
	ir_value offset = ir_load(
		l, lower_control(l, offsetof(struct image_control, wall_offset_ns)), 0, 8, false);
	ir_value now = ir_binary(
		l, OP_ADD, lower_helper(l, BPF_FUNC_ktime_get_boot_ns, NULL, 0), offset, false);

	return ir_binary(l, OP_DIV, now, lower_const(l, (uint64_t)p->step), false);
}

static ir_value slot_of(struct lowering *l, ir_value element, ir_value interval, uint32_t intervals)
{
	ir_value count = lower_const(l, intervals);
	ir_value slot = row_index_below(
		l, ir_binary(l, OP_MOD, interval, count, false), count, lower_const(l, 0));

	return ir_offset(l, element,
		ir_binary(l, OP_MUL, slot, lower_const(l, sizeof(struct agg_tseries_slot)), false));
}

static void add_sample(struct lowering *l, const struct lower_element *slot, ir_value sample)
{
	const struct type *t = slot->map->value_type;
	uint32_t value = offsetof(struct agg_tseries_slot, value);
	bool is_min = t->agg_params.reduction == TSERIES_MIN;

	switch ((enum tseries_reduction)t->agg_params.reduction) {
	case TSERIES_AVG:
		lower_element_add(
			l, slot, offsetof(struct agg_tseries_slot, count), lower_const(l, 1));
		lower_element_add(l, slot, value, sample);
		return;
	case TSERIES_SUM:
		lower_element_add(l, slot, value, sample);
		return;
	case TSERIES_MIN:
	case TSERIES_MAX:
		lower_element_max(
			l, slot, value, row_extreme_code(l, sample, t->elem->is_signed, is_min));
		return;
	case TSERIES_LAST:
	case TSERIES_REDUCTION_COUNT:
		ir_store(l, slot->address, value, 8, sample);
		return;
	}
}

static ir_value tseries_lower(struct lowering *l, const struct node *n)
{
	const struct agg_params *p = row_target_params(l);
	ir_value sample = lower_argument(l, n, 0);
	ir_value interval = interval_now(l, p);
	struct lower_element e = lower_element_begin(l, lower_target(l)), slot = e;
	struct ir_branch ready;

	slot.address = slot_of(l, e.address, interval, p->intervals);
	ready = ir_if(l,
		lower_slot_claim(
			l, slot.address, ir_binary(l, OP_ADD, interval, lower_const(l, 1), false)));
	add_sample(l, &slot, sample);
	ir_end(l, &ready);
	lower_element_end(l, &e);
	return NULL;
}

const struct builtin agg_tseries_builtins[] = {
	{
		.name = "tseries",
		.signature =
			"tseries(int n, literal_int interval, literal_int intervals, literal_string reduction?) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_TSERIES,
		.help = "a number over time: its last value in each of the latest intervals, or the avg, "
			"max, min or sum",
		.example = "profile:hz:99 { @running[comm] = tseries(1, 1s, 10, \"sum\"); }",
		.check = tseries_check,
		.lower = tseries_lower,
	},
	{ 0 },
};
