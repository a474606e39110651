/* compiler/lower_slot.c - taking a slot of a time series for the present interval, while programs
 * on other CPUs do the same (agg_tseries.c). */
#include "compiler/lower_llvm.h"

#include <stddef.h>

#include "runtime/base/agg.h"

/* Looks at a slot before its sample is given up, while another CPU empties it: that takes a few
 * nanoseconds, unless an interrupt comes between. */
#define CLAIM_ROUNDS 64

static LLVMValueRef is_less(struct lowering *l, ir_value a, ir_value b)
{
	return LLVMBuildICmp(l->builder, LLVMIntULT, a, b, "");
}

static LLVMValueRef is_equal(struct lowering *l, ir_value a, ir_value b)
{
	return LLVMBuildICmp(l->builder, LLVMIntEQ, a, b, "");
}

/* The word of the slot is moved from an older interval to ours, first marked as busy. */
static void take_over(struct lowering *l, ir_value slot, ir_value now, ir_value old,
	LLVMBasicBlockRef ours, LLVMBasicBlockRef again)
{
	ir_value busy = LLVMBuildOr(l->builder, now, ir_word(l, TSERIES_BUSY), "");
	LLVMValueRef got = LLVMBuildAtomicCmpXchg(l->builder, slot, old, busy,
		LLVMAtomicOrderingSequentiallyConsistent, LLVMAtomicOrderingSequentiallyConsistent,
		false);
	LLVMBasicBlockRef empty = ir_block(l, "empty");

	got = LLVMBuildExtractValue(l->builder, got, 0, "");
	LLVMBuildCondBr(l->builder, is_equal(l, got, old), empty, again);
	ir_at(l, empty);
	ir_store(l, slot, offsetof(struct agg_tseries_slot, value), 8, ir_word(l, 0));
	ir_store(l, slot, offsetof(struct agg_tseries_slot, count), 8, ir_word(l, 0));
	LLVMBuildAtomicRMW(l->builder, LLVMAtomicRMWBinOpXchg, slot, now,
		LLVMAtomicOrderingSequentiallyConsistent, false);
	LLVMBuildBr(l->builder, ours);
}

ir_value lower_slot_claim(struct lowering *l, ir_value slot, ir_value now)
{
	LLVMBasicBlockRef look = ir_block(l, "look"), other = ir_block(l, "other"),
			  waiting = ir_block(l, "waiting"), older = ir_block(l, "older"),
			  again = ir_block(l, "again"), missed = ir_block(l, "missed"),
			  ours = ir_block(l, "ours"), end = ir_block(l, "claimed");
	ir_value ready = ir_cell(l, ir_word(l, 0)), round = ir_cell(l, ir_word(l, 0)), found, next,
		 busy;

	ir_goto(l, look);
	ir_at(l, look);
	found = ir_load_volatile(l, slot, 0, 8);
	LLVMBuildCondBr(l->builder, is_equal(l, found, now), ours, other);
	ir_at(l, other);
	busy = LLVMBuildAnd(l->builder, found, ir_word(l, TSERIES_BUSY), "");
	LLVMBuildCondBr(l->builder, is_equal(l, busy, ir_word(l, 0)), older, waiting);
	ir_at(l, older);
	/* a sample of an interval that is no longer kept is of no use */
	LLVMBasicBlockRef take = ir_block(l, "take");

	LLVMBuildCondBr(l->builder, is_less(l, found, now), take, end);
	ir_at(l, take);
	take_over(l, slot, now, found, ours, again);
	ir_at(l, waiting);
	LLVMBuildBr(l->builder, again);
	ir_at(l, again);
	next = LLVMBuildAdd(l->builder, ir_cell_get(l, round), ir_word(l, 1), "");
	ir_cell_set(l, round, next);
	LLVMBuildCondBr(l->builder, ir_bool(l, ir_counts(l, next, CLAIM_ROUNDS)), look, missed);
	ir_at(l, missed);
	lower_count(l, COUNTER_MISSED);
	LLVMBuildBr(l->builder, end);
	ir_at(l, ours);
	ir_cell_set(l, ready, ir_word(l, 1));
	LLVMBuildBr(l->builder, end);
	ir_at(l, end);
	return ir_cell_get(l, ready);
}
